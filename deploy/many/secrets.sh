#!/bin/sh
# Makes the passwords once, into secrets/ beside this file (never into the repository). Safe to run again.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
cd secrets
word() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
[ -e database-password ] || word > database-password
[ -e broker-password ] || word > broker-password
printf 'postgresql://portlight:%s@database/portlight' "$(cat database-password)" > database-url
printf 'amqp://portlight:%s@broker:5672/' "$(cat broker-password)" > broker-url
printf 'default_user = portlight\ndefault_pass = %s\n' "$(cat broker-password)" > broker.conf
# Compose mounts them as they are: the programs in the containers run as users of their own.
chmod 0644 database-password database-url broker-url broker.conf
chmod 0711 .
