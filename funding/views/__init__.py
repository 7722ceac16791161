"""The candidate's side of funding, and the treasurer's."""

from funding.views.application import ApplicationView, ExportView, GiftView, HandInView
from funding.views.books import BooksView
from funding.views.copies import CopiesView
from funding.views.documents import DocumentsView, DocumentView, RemoveDocumentView
from funding.views.race import HomeView, RaceView
from funding.views.report import ReportView
from funding.views.statements import StatementView
from funding.views.too_late import TooLateView
from funding.views.treasurer import AcceptView, InvitationView, InviteTreasurerView, LeaveView, PartView

__all__ = [
    "AcceptView",
    "ApplicationView",
    "BooksView",
    "CopiesView",
    "DocumentView",
    "DocumentsView",
    "ExportView",
    "GiftView",
    "HandInView",
    "HomeView",
    "InvitationView",
    "InviteTreasurerView",
    "LeaveView",
    "PartView",
    "RaceView",
    "RemoveDocumentView",
    "ReportView",
    "StatementView",
    "TooLateView",
]
