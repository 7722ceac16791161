from django.urls import path

from interviews import demand_views, interviewer_views, notes_views, talk_views, views

app_name = "interviews"

urlpatterns = [
    path("intro-calls/", views.CallsView.as_view(), name="calls"),
    path("intro-calls/<uuid:public_id>/register/", views.RegisterView.as_view(), name="register"),
    path(
        "intro-calls/seats/<uuid:public_id>/cancel/",
        views.CancelRegistrationView.as_view(),
        name="cancel_seat",
    ),
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
    path("interviews/mine/", notes_views.MineView.as_view(), name="mine"),
    path("interviews/quality/", notes_views.QualityView.as_view(), name="quality"),
    path("interviews/<uuid:public_id>/brief/", notes_views.BriefView.as_view(), name="brief"),
    path("interviews/<uuid:public_id>/notes/", notes_views.NotesView.as_view(), name="notes"),
    path("interviews/<uuid:public_id>/notes/draft/", notes_views.DraftView.as_view(), name="draft"),
    path("interviews/readings/<uuid:public_id>/", notes_views.ReadingView.as_view(), name="reading"),
    path("interviews/readings/<uuid:public_id>/pass/", notes_views.PassOnView.as_view(), name="pass_on"),
    path("interviews/<uuid:public_id>/move/", talk_views.MoveTalkView.as_view(), name="move_talk"),
    path("interviews/<uuid:public_id>/nobody-came/", talk_views.NobodyCameView.as_view(), name="nobody_came"),
    path("interviews/<uuid:public_id>/cancel/", talk_views.CancelTalkView.as_view(), name="cancel_talk"),
]
