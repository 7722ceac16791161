"""Districts by street address: the Census Geocoder is asked once, and nothing of the address stays."""
