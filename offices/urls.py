from django.urls import path

from offices.views import address, card, finding, research, states, telling

app_name = "offices"

urlpatterns = [
    path("", finding.office_list, name="list"),
    path("address/", address.find_by_address, name="address"),
    path("states/", states.state_list, name="states"),
    path("states/<str:state>/", states.state_page, name="state"),
    path("something-else/", telling.SomethingElseView.as_view(), name="something_else"),
    path("research/", research.QueueView.as_view(), name="research"),
    path("research/<uuid:public_id>/confirm/", research.ConfirmView.as_view(), name="confirm"),
    path("research/<uuid:public_id>/refuse/", research.RefuseView.as_view(), name="refuse"),
    path("research/upload/", research.UploadView.as_view(), name="upload"),
    path("<uuid:public_id>/", card.office_card, name="card"),
    path("<uuid:public_id>/tell/", telling.TellView.as_view(), name="tell"),
    path("<uuid:public_id>/ask/", telling.AskView.as_view(), name="ask"),
]
