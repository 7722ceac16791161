DATE_FORMAT = r"j \d\e F \d\e Y"
TIME_FORMAT = "g:i a"
DATETIME_FORMAT = r"j \d\e F \d\e Y, g:i a"
DATETIME_ZONE_FORMAT = r"j \d\e F \d\e Y, g:i a T"
DAY_FORMAT = r"l j \d\e F"
MOMENT_FORMAT = r"l j \d\e F \d\e Y, g:i a"
MOMENT_ZONE_FORMAT = r"l j \d\e F \d\e Y, g:i a T"
NEAR_MOMENT_FORMAT = r"l j \d\e F, g:i a"
NEAR_MOMENT_ZONE_FORMAT = r"l j \d\e F, g:i a T"
COMPACT_DATE_FORMAT = "j b Y"
COMPACT_DATETIME_ZONE_FORMAT = "j b Y, g:i a T"
YEAR_MONTH_FORMAT = r"F \d\e Y"
MONTH_DAY_FORMAT = r"j \d\e F"
SHORT_DATE_FORMAT = "m/d/Y"
SHORT_DATETIME_FORMAT = "m/d/Y g:i a"
FIRST_DAY_OF_WEEK = 0

# ISO first: browsers' own date fields send and want it.
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M", "%m/%d/%Y %H:%M"]
TIME_INPUT_FORMATS = ["%H:%M:%S", "%H:%M:%S.%f", "%H:%M"]

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
CLOCK_ZONE_FORMAT = "g:i a T"
