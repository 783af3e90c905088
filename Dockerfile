# The halves of gyeol that work beside an outside PostgreSQL and Temporal: serve,
# worker, migrate and the commands of the operator. The tag noembed leaves the
# servers of the one-process shape out; timetzdata carries Asia/Seoul along.
FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -tags noembed,timetzdata -ldflags='-s -w' -o /out/gyeol ./cmd/gyeol

FROM alpine:3.22.1
# Mail relays are spoken to over TLS.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/gyeol /usr/local/bin/gyeol
RUN addgroup -S -g 10001 gyeol && adduser -S -D -H -u 10001 -G gyeol gyeol
USER 10001:10001
ENTRYPOINT ["gyeol"]
CMD ["serve"]
