#!/bin/sh
# Makes the certificates here anew: an authority, a node of it, and another authority. For tests on loopback alone.
set -e
cd "$(dirname "$0")"
for name in ca other-ca; do
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj "/CN=test $name" \
    -keyout "$name.key" -out "$name.crt"
done
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=eventstoredb-node" -keyout node.key -out node.csr
printf 'subjectAltName=IP:127.0.0.1,DNS:localhost' > node.ext
openssl x509 -req -in node.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 36500 -extfile node.ext -out node.crt
rm -f node.csr node.ext ca.key other-ca.key ca.srl
