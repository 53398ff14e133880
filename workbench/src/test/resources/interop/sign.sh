#!/bin/sh
# Signs the parent zone and one of its children; the parent vouches for that one and not for the other. In the child one record is changed behind the signer's back.
# sign.sh DIRECTORY
set -eu
cd "$1"
signed=$(ldns-keygen -a ECDSAP256SHA256 -k signed.test)
parent=$(ldns-keygen -a ECDSAP256SHA256 -k test)
cat "$signed.ds" >>test.zone
ldns-signzone -n signed.test.zone "$signed"
ldns-signzone -n test.zone "$parent"
sed 's/\(bogus.*TLSA[[:space:]]3 1 1 \)ff/\100/' signed.test.zone.signed >signed.test.served
mv test.zone.signed test.served
mv plain.test.zone plain.test.served
cp "$parent.key" anchor.key
