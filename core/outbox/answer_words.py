"""The words by which people stop, start and ask for help: without accents, marks and capitals, as they are compared."""

from enum import StrEnum


class Intent(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"
    OTHER = ""


# What Twilio acts upon by itself, when nothing else stands in the text.
OF_TWILIO = {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "optout", "revoke", "start", "unstop"}
# The whole text.
ALONE = {
    (Intent.STOP, "en"): {
        "stop", "stopall", "stop all", "unsubscribe", "unsub", "cancel", "end", "quit", "optout", "opt out", "revoke",
        "remove", "remove me", "enough", "stop it", "stop now", "no thanks stop", "leave me alone", "wrong number",
        "not interested", "i m not interested", "im not interested", "no longer interested", "discontinue", "no more",
        "block", "stopp",
        "do not text", "don t text", "dont text", "do not contact", "do not disturb", "i don t want this", "i want out",
        "cease and desist", "unsuscribe", "unsubcribe", "unsubscibe", "fuck off", "go away",
    },
    (Intent.STOP, "es"): {
        "alto", "para", "pare", "paren", "parar", "basta", "ya basta", "cancelar", "cancela", "cancelen", "baja",
        "salir", "terminar", "fin", "no mas", "ya no", "ya no mas", "detener", "numero equivocado", "suspender",
        "eliminar", "borrar", "no me interesa", "no quiero nada", "parenle", "ya parenle", "desuscribir", "no molestar",
    },
    (Intent.START, "en"): {"start", "unstop", "resume", "subscribe", "start again"},
    (Intent.START, "es"): {"empezar", "iniciar", "comenzar", "reanudar", "continuar"},
    (Intent.HELP, "en"): {"help", "info", "help me"},
    (Intent.HELP, "es"): {"ayuda", "informacion", "ayudame"},
}  # fmt: skip
TEXTS_EN = r"(text\w*|txts?|messag\w*|msgs?|sms|alert\w*|reminder\w*|contact\w*|notif\w*|communicat\w*)"
WRITING_EN = rf"({TEXTS_EN}|writing|bothering|spamming)"
WHOSE_EN = (
    r"(all |any |these |those |the |your |my |sending |getting |receiving |further |future |more |with )*"
)
PLEASE_EN = r"( me| it| this| now| already| please| pls| thanks| thank you)+"
TEXTS_ES = r"(mensaj\w*|texto\w*|sms|alerta\w*|recordatorio\w*|aviso\w*|notificacion\w*)"
WRITE_ES = r"(escri\w+|mand\w+|envi\w+|contact\w+|molest\w+|texte\w+|mensaj\w+)"
DO_WRITE_ES = r"(escriban?|escribas|manden?|mandes|envien?|envies|contacten?|contactes|texteen?|molesten?)"
LEAVE_OFF_ES = r"(dejen?|dejes|paren?|pares|para|deja|basta|detengan)"
TAKE_OUT_ES = r"(quiten|quita|quite|saquen|saca|saque|borren|borra|borre|eliminen|elimina|elimine)"
WHOSE_ES = r"(mi |la |las |los |mis |tus |sus |estos |tantos |tantas )*"
ELSEWHERE_EN = r"(by|at|in|on|over|off|for|here|there|sign|light|worrying|thinking|waiting|trying)"
# Anywhere in the text.
FREE_STOP = {
    "en": (
        rf"\b(stop|quit|cease|end|cancel) {WHOSE_EN}{WRITING_EN}",
        r"\b(stop|quit) (sending|doing) (me )?(this|these|that|those|any|stuff|things)\b",
        rf"^(please |pls )?(stop|unsubscribe|cancel|quit|opt out){PLEASE_EN}$",
        # First of all, and not about coming by, a place or a habit.
        rf"^(please |pls )?(stop|unsubscribe)\b(?! {ELSEWHERE_EN}\b)",
        r"\b(not|no longer) interested (please |so )?(stop|remove|unsub\w*|thanks|thank you)\b",
        rf"\b(do not|don t|dont|never|no longer) (want|wish|need|send|receive|get)\b.*\b{TEXTS_EN}\b",
        r"\b(do not|don t|dont|never) (text|message|contact|write|sms)( to)? (me|us|this)\b",
        rf"\bno more {TEXTS_EN}\b",
        r"\b(take|get|remove|delete|drop) (me|us|my number|my name|this number)( \w+)? (off|from|out)\b",
        r"\b(remove|delete|lose|erase|forget) (my|this) (phone )?number\b",
        r"\bunsubscribe (me|us|from|this)\b|\b(want|like|wish) to unsubscribe\b|\bopt(ing)? (me )?out\b",
        r"\brevok\w+ (my )?consent\b|\bleave me alone\b|\bwrong (number|person)\b|\bremove me\b",
    ),
    "es": (
        rf"\bno (quiero|deseo|necesito|me interesa)\b.*\b({TEXTS_ES}|{WRITE_ES})",
        rf"\bya no\b.*\b({TEXTS_ES}|{WRITE_ES})",
        rf"\bno (me |nos )?(vuelvan? a )?{WRITE_ES}( mas)?$",
        rf"\bno (me|nos) (vuelvan? a )?{DO_WRITE_ES}\b",
        rf"\bno (me |nos )?{WRITE_ES} mas {TEXTS_ES}|\bno (quiero|deseo) recibir (nada|mas)\b",
        rf"\b(suspend\w+|deten\w+|termin\w+) {WHOSE_ES}{TEXTS_ES}|\b(quiero|quisiera|deseo) dejar de recibir\b",
        r"^(ya )?basta\b|^(alto|stop) (ya|no|por favor)\b",
        rf"\bno mas {TEXTS_ES}",
        rf"\b{LEAVE_OFF_ES} (ya )?(de|con) {WHOSE_ES}(me )?({TEXTS_ES}|{WRITE_ES})",
        rf"\b{TAKE_OUT_ES}(me\b| me\b| mi numero\b)",
        r"\bd(ar|en|a|e)(me|nos)? de baja\b",
        rf"\bcancel(en|a|ar|o|e)(me)? {WHOSE_ES}(suscripcion|{TEXTS_ES})",
        r"\bnumero equivocado\b|\bdej(en|a|e)me en paz\b|\bdesuscrib\w+\b",
    ),
}
# What turns one of these into its opposite, or into something else.
NOT_STOP = {
    "en": (
        r"\b(do not|don t|dont|never|did not|didn t) (ever )?(stop|quit|cancel|unsubscribe|end)\b",
        # Whoever asks us whether we can stop wants us to.
        r"\b(i|we|(?<!can )(?<!could )(?<!will )(?<!would )you) "
        r"(will |ll |can |cannot |can t |cant |could |couldn t |had to |have to |need to |must )?"
        r"(stop|stopped|quit|end)\b",
        r"\bwhy did (you|the)\b",
    ),
    "es": (r"\bno (dejen?|dejes|paren?|pares|cancelen?|canceles)\b", r"\b(no )?puedo (dejar|parar)\b"),
}
FREE_START = {
    "en": (
        r"\b(start|resume|begin) (sending|texting|messaging|the texts|texts|messages)\b",
        r"\b(text|message) me again\b",
    ),
    "es": (rf"\bvuelvan? a (me )?{WRITE_ES}", rf"\bquiero (volver a )?recibir (los |sus |tus )?{TEXTS_ES}"),
}
