#!/bin/sh
# Puts Portlight on one Debian 12 machine. Run as root from the folder above `deploy/`; safe to run again (an update).
# It touches: /opt/portlight, /etc/portlight, /var/lib/portlight, the unit files, one nginx site. Nothing else.
set -eu
[ "$(id -u)" = 0 ] || { echo "run as root" >&2; exit 1; }
here=$(cd "$(dirname "$0")/../.." && pwd)
box=$here/deploy/one-box

# 1. What it stands on.
apt-get install -y python3.11-venv nginx-light

# 2. A user without a shell, and its folders.
install -m 0644 "$box/sysusers.conf" /usr/lib/sysusers.d/portlight.conf
install -m 0644 "$box/tmpfiles.conf" /usr/lib/tmpfiles.d/portlight.conf
systemd-sysusers portlight.conf
systemd-tmpfiles --create portlight.conf

# 3. The program, from files whose hashes are in requirements/run.lock.
[ -x /opt/portlight/bin/python ] || python3.11 -m venv /opt/portlight
/opt/portlight/bin/pip install --quiet --require-hashes -r "$here/requirements/run.lock"
/opt/portlight/bin/pip install --quiet --no-deps --force-reinstall "$here"
rm -rf /opt/portlight/docs && cp -r "$here/docs" /opt/portlight/docs

# 4. Settings: yours are kept.
[ -e /etc/portlight/portlight.env ] || install -m 0640 -g portlight "$box/portlight.env" /etc/portlight/portlight.env

# 5. Keys (made once), tables, reference data, words. As its own user, with its own settings.
systemd-run --quiet --wait --pipe --uid=portlight -p EnvironmentFile=/etc/portlight/portlight.env \
  -p WorkingDirectory=/var/lib/portlight /opt/portlight/bin/portlight prepare

# 6. Units. The worker first: it bakes the pages the others serve.
install -m 0644 "$box"/units/* /etc/systemd/system/
systemctl daemon-reload
systemctl enable --now portlight-worker portlight-web portlight-reader portlight-bounces portlight-backup.timer
systemctl restart portlight-worker portlight-web portlight-reader portlight-bounces

# 7. nginx: the site is copied once, so that your certificates stay; what it serves how, every time.
install -d /etc/nginx/portlight
install -m 0644 "$here/deploy/nginx/served.conf" "$here/deploy/nginx/headers.conf" /etc/nginx/portlight/
[ -e /etc/nginx/sites-available/portlight ] || install -m 0644 "$here/deploy/nginx/site.conf" /etc/nginx/sites-available/portlight

cat <<'END'
Left to you:
  1. names and mail in /etc/portlight/portlight.env, then: systemctl restart portlight-web portlight-worker
  2. certificates in /etc/nginx/sites-available/portlight, then:
     ln -s ../sites-available/portlight /etc/nginx/sites-enabled/ && nginx -t && systemctl reload nginx
  3. the first account: portlight staff hire (docs/howto/run-an-office.md)
  4. a copy of /var/lib/portlight/keys where the backups are not
  5. where photos of travel papers are to be read: docs/howto/papers-in.md
END
