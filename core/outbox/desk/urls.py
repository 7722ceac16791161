from django.urls import path

from core.outbox.desk import buttons, views

app_name = "desk"

urlpatterns = [
    path("", views.WentOutView.as_view(), name="went_out"),
    path("coming/", views.ComingView.as_view(), name="coming"),
    path("coming/<slug:kind>/", views.ComingKindView.as_view(), name="coming_kind"),
    path("coming/<slug:kind>/cancel/", buttons.CancelKindView.as_view(), name="cancel_kind"),
    path("coming/<slug:kind>/leave-out/", buttons.LeaveOutView.as_view(), name="leave_out"),
    path("holds/", buttons.HoldsView.as_view(), name="holds"),
    path("holds/release/", buttons.ReleaseView.as_view(), name="release"),
    path("preview/", views.PreviewView.as_view(), name="preview"),
    path("preview/html/", views.PreviewHtmlView.as_view(), name="preview_html"),
    path("<uuid:public_id>/", views.MessageView.as_view(), name="message"),
    path("<uuid:public_id>/html/", views.MessageHtmlView.as_view(), name="message_html"),
    path("<uuid:public_id>/cancel/", buttons.CancelView.as_view(), name="cancel"),
    path("<uuid:public_id>/again/", buttons.SendAgainView.as_view(), name="send_again"),
]
