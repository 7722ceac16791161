from django.urls import path

from candidates.views.checklist import ChecklistView
from candidates.views.choice import ChoiceView
from candidates.views.details import DetailsView
from candidates.views.links import AcceptView, LinkView
from candidates.views.me import MeView
from candidates.views.messages import MessagesView, MessageView
from candidates.views.outside import HandOverView, WhatStaysOpenView
from candidates.views.races import EnterRaceView, EvidenceFileView, EvidenceView, OwnEvidenceFileView
from candidates.views.sign_up import CheckFieldView, SignUpView
from candidates.views.signed_up import CorrectView, ResendView, SignedUpView, WishCallView
from candidates.views.standing import BreakView, ComeBackView, LeaveView

app_name = "candidates"

urlpatterns = [
    path("signup/", SignUpView.as_view(), name="signup"),
    path("signup/check/<slug:field>/", CheckFieldView.as_view(), name="check_field"),
    path("signup/sent/", SignedUpView.as_view(), name="signed_up"),
    path("signup/sent/again/", ResendView.as_view(), name="resend"),
    path("signup/sent/seat/", WishCallView.as_view(), name="wish_call"),
    path("signup/sent/correct/", CorrectView.as_view(), name="correct"),
    path("signup/link/<str:token>/", LinkView.as_view(), name="link"),
    path("signup/accept/<uuid:public_id>/", AcceptView.as_view(), name="accept"),
    path("me/", MeView.as_view(), name="me"),
    path("me/details/", DetailsView.as_view(), name="details"),
    path("me/messages/", MessagesView.as_view(), name="messages"),
    path("me/messages/<uuid:public_id>/", MessageView.as_view(), name="message"),
    path("me/choice/", ChoiceView.as_view(), name="choose"),
    path("me/break/", BreakView.as_view(), name="break"),
    path("me/leave/", LeaveView.as_view(), name="leave"),
    path("me/come-back/", ComeBackView.as_view(), name="come_back"),
    path("me/open/", WhatStaysOpenView.as_view(), name="what_stays_open"),
    path("me/open/<uuid:public_id>/", HandOverView.as_view(), name="hand_over"),
    path("me/races/new/", EnterRaceView.as_view(), name="enter_race"),
    path("me/races/<uuid:public_id>/filing/", ChecklistView.as_view(), name="checklist"),
    path("me/races/<uuid:public_id>/evidence/", EvidenceView.as_view(), name="evidence"),
    path("me/races/<uuid:public_id>/evidence/file/", OwnEvidenceFileView.as_view(), name="own_evidence_file"),
    path("staff/races/<uuid:public_id>/evidence/", EvidenceFileView.as_view(), name="evidence_file"),
]
