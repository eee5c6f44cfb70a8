# What a lease's pod runs, from the root of the checkout: docker build -f platform/jupyterhub/notebook.Dockerfile .
FROM python:3.12-slim
COPY platform/notebooks/requirements.txt /tmp/requirements.txt
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir -r /tmp/requirements.txt && rm /tmp/requirements.txt
COPY platform/notebooks/server /opt/millrace
ENV PATH=/opt/venv/bin:$PATH
USER 1000:1000
