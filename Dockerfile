FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
# Only collectstatic runs here; it needs settings, not services.
RUN SECRET_KEY=0123456789012345678901234567890123456789-for-the-build-only \
    ALLOWED_HOSTS=build DATABASE_URL=postgres://build@build/build REDIS_URL=redis://build EMAIL_URL=consolemail:// \
    DJANGO_SETTINGS_MODULE=runforsomething.settings.production python manage.py collectstatic --noinput \
    && useradd --create-home app && mkdir /media && chown app /media
USER app
EXPOSE 8000
