from django.urls import path

from funding import views

app_name = "funding"

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("treasurer/<uuid:public_id>/", views.InvitationView.as_view(), name="treasurer"),
    path("treasurer/<uuid:public_id>/accept/", views.AcceptView.as_view(), name="accept"),
    path("treasurer/<uuid:public_id>/leave/", views.LeaveView.as_view(), name="leave"),
    path("<uuid:public_id>/", views.RaceView.as_view(), name="race"),
    path("<uuid:public_id>/application/", views.ApplicationView.as_view(), name="application"),
    path("races/", views.TooLateView.as_view(), name="races"),
    path("books/", views.BooksView.as_view(), name="books"),
    path("documents/<uuid:public_id>/", views.DocumentView.as_view(), name="document"),
    path("<uuid:public_id>/documents/", views.DocumentsView.as_view(), name="documents"),
    path("<uuid:public_id>/documents/remove/", views.RemoveDocumentView.as_view(), name="remove_document"),
    path("<uuid:public_id>/copies/", views.CopiesView.as_view(), name="copies"),
    path("<uuid:public_id>/gifts/new/", views.GiftView.as_view(), name="gift"),
    path("<uuid:public_id>/gifts/import/", views.ExportView.as_view(), name="export"),
    path("<uuid:public_id>/treasurer/", views.InviteTreasurerView.as_view(), name="invite_treasurer"),
    path("<uuid:public_id>/treasurer/part/", views.PartView.as_view(), name="part"),
    path("<uuid:public_id>/statement/<slug:form>/", views.StatementView.as_view(), name="statement"),
    path("<uuid:public_id>/report/", views.ReportView.as_view(), name="report"),
    path("<uuid:public_id>/hand-in/", views.HandInView.as_view(), name="hand_in"),
]
