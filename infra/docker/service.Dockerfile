# One image per service: docker build -f infra/docker/service.Dockerfile --build-arg SERVICE=tickets .
FROM python:3.11-slim-bookworm AS packages
WORKDIR /build
COPY requirements.lock .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock

FROM python:3.11-slim-bookworm
ARG SERVICE
RUN useradd --system --uid 10001 --no-create-home linli
COPY --from=packages /venv /venv
WORKDIR /app
COPY shared shared
COPY services/__init__.py services/__main__.py services/
COPY services/${SERVICE} services/${SERVICE}
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LINLI_HOST=0.0.0.0 \
    LINLI_HEALTH_PORT=8081 \
    SERVICE=${SERVICE}
EXPOSE 8081
USER 10001
CMD ["sh", "-c", "exec python -m services \"$SERVICE\""]
