FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=runforsomething.settings.production
RUN useradd --uid 10001 --no-create-home --home-dir /tmp app && install -d -o app -g app -m 0700 /media /counts
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt
COPY . .
RUN python -m runforsomething.ops.image
USER app
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["python", "-m", "runforsomething.ops.serve", "--bind", "0.0.0.0:8000"]
