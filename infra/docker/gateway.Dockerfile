# The gateway, and the job that declares the broker's topology: docker build -f infra/docker/gateway.Dockerfile .
FROM python:3.11-slim-bookworm AS packages
WORKDIR /build
COPY requirements.lock .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home linli
COPY --from=packages /venv /venv
WORKDIR /app
COPY shared shared
COPY gateway gateway
COPY infra/__init__.py infra/__init__.py
COPY infra/rabbitmq infra/rabbitmq
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LINLI_HOST=0.0.0.0 \
    LINLI_PORT=8080
EXPOSE 8080
USER 10001
CMD ["python", "-m", "gateway"]
