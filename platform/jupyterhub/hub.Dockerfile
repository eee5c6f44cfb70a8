# The chart's hub with the portal's rules, from the root of the checkout; the tag is the chart's own version.
ARG CHART=4.2.0
FROM quay.io/jupyterhub/k8s-hub:${CHART}
COPY platform/notebooks/*.py /opt/millrace/notebooks/
COPY platform/jupyterhub/*.py /opt/millrace/jupyterhub/
