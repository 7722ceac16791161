"""The courses that are shipped, and who may open which lesson."""

from pathlib import Path
from typing import Any

import nh3
from markdown_it import MarkdownIt

from candidates.enums import Stage
from candidates.models import Candidate
from candidates.pipeline import has_reached
from community.models import Course, CourseTranslation, Lesson, LessonTranslation
from core.accounts.models import User
from core.accounts.predicates import roles_of
from core.accounts.roles import NEEDS_SECOND_FACTOR

CONTENT = Path(__file__).parent / "content"
_markdown = MarkdownIt("commonmark", {"html": False})


def render_markdown(text: str) -> str:
    """Return safe HTML."""
    return nh3.clean(_markdown.render(text))


def ship_library(**_kwargs: object) -> None:
    """Add the shipped courses, lessons and translations that are missing (R13). What staff have edited stays."""
    folders = sorted(path.parent for path in CONTENT.glob("*/course.md"))
    Course.objects.bulk_create((_course(folder) for folder in folders), ignore_conflicts=True)
    courses = {course.slug: course for course in Course.objects.all()}
    lessons = [
        _lesson(courses[folder.name], order, file)
        for folder in folders
        for order, file in enumerate(sorted(folder.glob("[0-9]*.md")), start=1)
    ]
    Lesson.objects.bulk_create(lessons, ignore_conflicts=True)
    for folder in CONTENT.glob("*/*/course.md"):
        _ship_translation(courses[folder.parent.name], folder.parent)


def _ship_translation(course: Course, folder: Path) -> None:
    language = folder.parent.name
    head, body = read_front_matter((folder / "course.md").read_text(encoding="utf-8"))
    translated = CourseTranslation(
        course=course, language=language, title=head["title"], summary=head["summary"], body=body
    )
    CourseTranslation.objects.bulk_create([translated], ignore_conflicts=True)
    lessons = {lesson.slug: lesson for lesson in course.lessons.all()}
    read = [
        (lessons[_slug(file)], *read_front_matter(file.read_text(encoding="utf-8")))
        for file in folder.glob("[0-9]*.md")
    ]
    LessonTranslation.objects.bulk_create(
        (
            LessonTranslation(lesson=lesson, language=language, title=head["title"], body=body)
            for lesson, head, body in read
        ),
        ignore_conflicts=True,
    )


def _course(folder: Path) -> Course:
    head, body = read_front_matter((folder / "course.md").read_text(encoding="utf-8"))
    return Course(
        slug=folder.name, title=head["title"], summary=head["summary"], order=int(head["order"]), body=body
    )


def _lesson(course: Course, order: int, file: Path) -> Lesson:
    head, body = read_front_matter(file.read_text(encoding="utf-8"))
    return Lesson(
        course=course,
        slug=_slug(file),
        title=head["title"],
        minutes=int(head["minutes"]),
        is_public=head["public"] == "true",
        body=body,
        order=order,
    )


def _slug(file: Path) -> str:
    """`03-am-i-eligible.md` is the third lesson, `am-i-eligible` in addresses; in every language."""
    return file.stem.partition("-")[2]


def read_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Split `---`-fenced `name: value` lines from the Markdown below them. Raises ValueError when there are none."""
    fence, head, body = text.split("---\n", 2)
    if fence.strip():
        raise ValueError("A lesson begins with its front matter.")
    lines = (line.partition(":") for line in head.splitlines() if line.strip())
    return {name.strip(): value.strip() for name, _colon, value in lines}, body.strip()


def may_open_library(user: Any) -> bool:
    """R12: candidates who are on board, and the volunteers and staff who work with them."""
    if not user.is_authenticated:
        return False
    if isinstance(user, User) and roles_of(user) & NEEDS_SECOND_FACTOR:
        return True
    candidate = Candidate.objects.filter(user=user).first()
    return candidate is not None and has_reached(candidate, Stage.COMMITTED)


def may_open(lesson: Lesson, user: Any) -> bool:
    return lesson.is_public or may_open_library(user)
