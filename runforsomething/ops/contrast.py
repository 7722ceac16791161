"""Which text can be read on a colour (WCAG 2.2, relative luminance and contrast ratio)."""


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1, of `#rrggbb`."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(colour: str) -> str:
    """Return white or black, whichever reads better on `colour`."""
    return max(("#ffffff", "#000000"), key=lambda text: contrast(text, colour))
