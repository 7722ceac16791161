from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """The furthest milestone of a person. It never goes back."""

    SIGNED_UP = "signed_up", _("signed up")
    INTRODUCED = "introduced", _("came to an intro call")
    INTERVIEWED = "interviewed", _("had a one-on-one talk")
    COMMITTED = "committed", _("on board")


STAGE_ORDER = list(Stage)


class Standing(models.TextChoices):
    ACTIVE = "active", _("active")
    DECLINED = "declined", _("not now")
    WITHDRAWN = "withdrawn", _("left")
    DORMANT = "dormant", _("taking a break")


class CandidacyStatus(models.TextChoices):
    PLANNED = "planned", _("planned")
    ON_BALLOT = "on_ballot", _("on the ballot")
    ELECTED = "elected", _("elected")
    NOT_ELECTED = "not_elected", _("not elected")
    ENDED = "ended", _("ended")


class CorrectionReason(models.TextChoices):
    """Why a ballot date was wrong. Codes only: the row outlives everything else."""

    MISREAD = "misread", _("the list was read wrongly")
    LIST_CHANGED = "list_changed", _("the official list was corrected")
    OTHER_LIST = "other_list", _("it was another list, or another race")


class FilingItem(models.TextChoices):
    """What has to be done until one is on a ballot, in the usual order."""

    RESIDENCY = "residency", _("Live in the district for as long as the law asks")
    COMMITTEE = "committee", _("Register a committee, with a treasurer who has agreed")
    ACCOUNT = "account", _("Open a bank account in the committee’s name")
    SIGNATURES = "signatures", _("Collect the signatures, and some more")
    FEE = "fee", _("Pay the filing fee, or ask for a waiver")
    DISCLOSURE = "disclosure", _("Fill in the financial disclosure")
    FILE = "file", _("File in person, and have it stamped")
    PROOF = "proof", _("Find yourself on the official list, and send us the link")


LIVE = (CandidacyStatus.PLANNED, CandidacyStatus.ON_BALLOT)


class RunningWhen(models.TextChoices):
    THIS_YEAR = "this_year", _("This year")
    NEXT_YEAR = "next_year", _("Next year")
    LATER = "later", _("Later")
    UNSURE = "unsure", _("I'm not sure yet")


class Topic(models.TextChoices):
    """R5: what the talk should cover."""

    PROCESS = "process", _("How running works")
    TRAINING = "training", _("Training")
    WHICH_RACE = "which_race", _("Which race fits me")
    SEED_MONEY = "seed_money", _("Seed money")
    NETWORKING = "networking", _("Meeting other candidates")


class HeardFrom(models.TextChoices):
    """R8."""

    WORD_OF_MOUTH = "word_of_mouth", _("Somebody told me")
    ONLINE_AD = "online_ad", _("An online ad")
    NEWS_STORY = "news_story", _("A news story")
    SOCIAL_MEDIA = "social_media", _("Social media")
    EVENT = "event", _("An event")
    OTHER = "other", _("Something else")


class IntakeSource(models.TextChoices):
    FORM = "form", _("web form")
    API = "api", _("API")
    CSV = "csv", _("CSV file")


class IntakeStatus(models.TextChoices):
    RECEIVED = "received", _("received")
    ABSORBED = "absorbed", _("a new candidate")
    AWAITING = "awaiting", _("waits for its owner to accept")
    ACCEPTED = "accepted", _("accepted by its owner")
    DISCARDED = "discarded", _("discarded by its owner")
    SUPERSEDED = "superseded", _("corrected by its sender")
    FAULTY = "faulty", _("could not be absorbed")


class ConsentKind(models.TextChoices):
    PRIVACY = "privacy", _("privacy notice")
    TEXTS = "texts", _("text messages")
    HAND_OVER = "hand_over", _("hand-over to a partner")


class HandOverReason(models.TextChoices):
    OVER_AGE = "over_age", _("over our age limit")
    OUT_OF_SCOPE = "out_of_scope", _("running for a federal or statewide office")
