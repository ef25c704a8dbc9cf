# briefprint with all that it needs, fonts and Pango included, and nothing of a network:
#   docker build --tag briefprint .                         (--build-arg EXTRAS='[validate]' for --validate)
#   docker run --rm --network none --read-only --tmpfs /tmp --user "$(id -u):$(id -g)" --volume "$PWD:/work" \
#     briefprint batch content
# Whose shell has no such folder, as a CI's, runs it with '--entrypoint ""'.

FROM debian:12.13-slim AS build
# Debian keeps no older packages than its last: to name their versions would be to fail one day.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3-venv \
 && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/briefprint
WORKDIR /src
COPY pyproject.toml README.md ./
COPY styles styles
COPY src src
ARG EXTRAS=""
# pip is wanted here and never again.
RUN /opt/briefprint/bin/pip install --no-cache-dir ".${EXTRAS}" \
 && /opt/briefprint/bin/pip uninstall --yes pip setuptools

FROM debian:12.13-slim
LABEL org.opencontainers.image.title="briefprint" \
      org.opencontainers.image.description="Briefs in Markdown as PDF, Word file and one-page memo, in house styles"
# Without libharfbuzz-subset0 PDFs take three times as long. The fonts of briefs come with briefprint; those that
# fontconfig asks for are listed once, here, for nothing can be written when the container is read-only.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      fontconfig libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 python3 \
 && rm -rf /var/lib/apt/lists/* \
 && fc-cache --system-only \
 && useradd --uid 10001 --no-log-init --create-home briefprint \
 && install --directory --owner 10001 --group 10001 /work
COPY --from=build /opt/briefprint /opt/briefprint
ENV PATH=/opt/briefprint/bin:$PATH LANG=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
# By number: Kubernetes (runAsNonRoot) trusts no name.
USER 10001:10001
WORKDIR /work
ENTRYPOINT ["briefprint"]
CMD ["--help"]
