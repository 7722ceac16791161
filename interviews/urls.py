from django.urls import path

from interviews import call_views, demand_views, host_views, interviewer_views, talk_views, views

app_name = "interviews"

urlpatterns = [
    path("intro-calls/", call_views.CallsView.as_view(), name="calls"),
    path("intro-calls/check-in/", call_views.CheckInView.as_view(), name="check_in"),
    path("intro-calls/recording/", call_views.RecordingView.as_view(), name="recording"),
    path("join/<str:token>/", call_views.JoinView.as_view(), name="join"),
    path("intro-calls/<uuid:public_id>/register/", call_views.RegisterView.as_view(), name="register"),
    path("intro-calls/<uuid:public_id>/move-here/", call_views.MoveSeatView.as_view(), name="move_seat"),
    path("intro-calls/seats/<uuid:public_id>/needs/", call_views.NeedsView.as_view(), name="needs"),
    path("intro-calls/seats/<uuid:public_id>/take/", call_views.TakeOfferView.as_view(), name="take_offer"),
    path(
        "intro-calls/seats/<uuid:public_id>/cancel/",
        call_views.CancelRegistrationView.as_view(),
        name="cancel_seat",
    ),
    path("intro-calls/<uuid:public_id>/host/", host_views.HostView.as_view(), name="host"),
    path("intro-calls/<uuid:public_id>/arranged/", host_views.ArrangedView.as_view(), name="arranged"),
    path("intro-calls/<uuid:public_id>/attendance/", host_views.AttendanceView.as_view(), name="attendance"),
    path("intro-calls/<uuid:public_id>/list/", host_views.MeetingListView.as_view(), name="meeting_list"),
    path("intro-calls/<uuid:public_id>/move/", host_views.MoveCallView.as_view(), name="move_call"),
    path("intro-calls/<uuid:public_id>/call-off/", host_views.CallOffView.as_view(), name="call_off"),
    path("interviews/", talk_views.HomeView.as_view(), name="home"),
    path("interviews/volunteer/", interviewer_views.VolunteerView.as_view(), name="volunteer"),
    path("interviews/demand/", demand_views.demand, name="demand"),
    path("interviews/interviewer/", interviewer_views.HomeView.as_view(), name="interviewer"),
    path("interviews/interviewer/profile/", interviewer_views.ProfileView.as_view(), name="profile"),
    path("interviews/interviewer/hours/", interviewer_views.WeeklyView.as_view(), name="weekly"),
    path("interviews/interviewer/dates/", interviewer_views.ExceptionView.as_view(), name="exceptions"),
    path("interviews/interviewer/calendar/", interviewer_views.CalendarView.as_view(), name="own_calendar"),
    path("interviews/interviewer/take-away/", interviewer_views.TakeAwayView.as_view(), name="take_away"),
    path(
        "interviews/interviewer/<uuid:public_id>/substitute/",
        interviewer_views.SubstituteView.as_view(),
        name="substitute",
    ),
    path(
        "interviews/interviewer/<uuid:public_id>/conflict/",
        interviewer_views.KnowThemView.as_view(),
        name="know_them",
    ),
    path(
        "interviews/interviewer/<uuid:public_id>/absent/",
        interviewer_views.AbsentView.as_view(),
        name="absent",
    ),
    path("interviews/hold/", talk_views.HoldView.as_view(), name="hold"),
    path("interviews/confirm/", talk_views.ConfirmView.as_view(), name="confirm"),
    path("interviews/let-go/", talk_views.LetGoView.as_view(), name="let_go"),
    path("interviews/zone/", talk_views.ZoneView.as_view(), name="zone"),
    path("interviews/notify/", talk_views.NotifyView.as_view(), name="notify"),
    path("interviews/book/", talk_views.BookView.as_view(), name="book"),
    path("interviews/agree/", views.AgreeView.as_view(), name="agree"),
    path("interviews/<uuid:public_id>/move/", talk_views.MoveTalkView.as_view(), name="move_talk"),
    path("interviews/<uuid:public_id>/nobody-came/", talk_views.NobodyCameView.as_view(), name="nobody_came"),
    path("interviews/<uuid:public_id>/cancel/", talk_views.CancelTalkView.as_view(), name="cancel_talk"),
]
