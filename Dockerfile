FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 VIVA_HOST=0.0.0.0 VIVA_DATA=/data HF_HOME=/tmp/hf GRADIO_ANALYTICS_ENABLED=False
WORKDIR /app

COPY requirements.txt .
RUN pip install --no-cache-dir uv && uv pip install --system --no-cache --compile-bytecode -r requirements.txt

COPY app.py LICENSE README.md ./
COPY core core
COPY audio audio
COPY documents documents
COPY store store
COPY rag rag
COPY agents agents
COPY pages pages
RUN python -m compileall -q app.py core audio documents store rag agents pages \
    && useradd --create-home --uid 1000 viva && mkdir /data && chown viva /data

USER viva
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=40s \
    CMD python -c "import os,urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ.get(\"PORT\", \"7860\")}/healthz', timeout=4)"
CMD ["python", "app.py"]
