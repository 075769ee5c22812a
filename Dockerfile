# pulsarfn in a container: for CI (docker build .), and as Argo CD's plugin sidecar (docker build --target argocd .).
ARG PYTHON=3.12

FROM python:${PYTHON}-slim AS build
ARG PIP_INDEX_URL
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY .ci/run.lock .ci/build.lock .ci/
COPY plugin plugin
COPY bin/pulsarfn bin/
COPY docs/pulsarfn.1 docs/
RUN python -m venv /opt/build && /opt/build/bin/pip install --no-cache-dir --require-hashes --requirement .ci/build.lock
RUN /opt/build/bin/python -m hatchling build --target wheel --directory /opt/wheel
# --compile writes .pyc files here, because the user that runs pulsarfn may not write anywhere
RUN python -m venv /opt/pulsarfn && /opt/pulsarfn/bin/pip install --no-cache-dir --compile --require-hashes --requirement .ci/run.lock
RUN /opt/pulsarfn/bin/pip install --no-cache-dir --compile --no-deps --no-index /opt/wheel/*.whl

FROM python:${PYTHON}-slim AS pulsarfn
LABEL org.opencontainers.image.source=https://git.example.org/pulsarfn/pulsarfn
COPY --from=build /opt/pulsarfn /opt/pulsarfn
ENV PATH=/opt/pulsarfn/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["pulsarfn"]

FROM alpine/helm:3.19.0 AS helm
FROM registry.k8s.io/kustomize/kustomize:v5.8.1 AS kustomize

# Argo CD mounts its own argocd-cmp-server and runs it as user 999.
FROM pulsarfn AS argocd
COPY --from=helm /usr/bin/helm /usr/local/bin/helm
COPY --from=kustomize /app/kustomize /usr/local/bin/kustomize
USER 999
ENTRYPOINT ["/var/run/argocd/argocd-cmp-server"]

# the default target
FROM pulsarfn
