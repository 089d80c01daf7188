# The screen and the terminal in one image; the graph lives in Neo4j (see compose.yaml).
FROM python:3.12-slim

RUN pip install --no-cache-dir uv \
    && useradd --create-home --uid 10001 linchpin \
    && install -d -o linchpin -g linchpin /app /home/linchpin/data

WORKDIR /app
COPY --chown=linchpin:linchpin pyproject.toml uv.lock README.md LICENSE ./
USER linchpin
RUN uv sync --locked --no-dev --no-install-project
COPY --chown=linchpin:linchpin . .
RUN uv sync --locked --no-dev

ENV PATH=/app/.venv/bin:$PATH LINCHPIN_HOME=/home/linchpin/data
EXPOSE 8501
# Inside the container every address is its own; compose.yaml publishes the port on loopback only.
CMD ["streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.headless=true", "--browser.gatherUsageStats=false"]
