FROM caddy:2-alpine
COPY Caddyfile /etc/caddy/Caddyfile
RUN addgroup -S -g 10002 proxy && adduser -S -D -H -u 10002 -G proxy proxy && chown -R proxy:proxy /data /config
USER proxy
