"""Opens the main pages of whatever database the environment names, each as somebody who may; fails if one does not."""

import sys

import django

PAGES = {
    "": ["/", "/offices/?zip=78701", "/signup/", "/accounts/login/", "/readyz"],
    "drill@example.org": ["/me/", "/intro-calls/", "/interviews/", "/training/", "/mentorship/", "/funding/"],
    "drill-staff@example.org": ["/staff/", "/admin/", "/donors/"],
}


def main() -> None:
    django.setup()
    from django.test import Client
    from django.test.utils import setup_test_environment

    from core.accounts.models import User

    setup_test_environment()
    opened = 0
    for email, pages in PAGES.items():
        client = Client()
        if email:
            client.force_login(User.objects.get(email=email), "django.contrib.auth.backends.ModelBackend")
        for page in pages:
            answer = client.get(page, follow=True)
            if answer.status_code != 200:
                sys.exit(f"{page} as {email or 'nobody'} answered {answer.status_code}")
            opened += 1
    print(f"{opened} pages opened")


if __name__ == "__main__":
    main()
