from django.utils.translation import gettext_noop

SENTENCES = {
    "ops.keys-missing": gettext_noop(
        "The keys of this database are not in {folder}. Without them nothing sealed in it can be read: put the file ring.json back from where you keep it."
    ),
    "ops.keys-none-yet": gettext_noop("There are no keys in {folder} yet. Run: portlight prepare"),
    "ops.keys-strange": gettext_noop(
        "The keys in {folder} are not those of this database. Put the right ring.json back; with these, nothing sealed could be read."
    ),
    "ops.key-current": gettext_noop("Key {number} is the current one. Make a new one first: portlight keys rotate"),
    "ops.key-unknown": gettext_noop("There is no key {number} in the ring."),
    "ops.key-in-use": gettext_noop(
        "Key {number} still seals {count} values. Seal them anew first: portlight keys reseal"
    ),
    "ops.program-missing": gettext_noop(
        "The program {program} is not installed. Install it: apt install postgresql-client"
    ),
    "ops.program-failed": gettext_noop("The program {program} failed: {error}"),
    "ops.backup-exists": gettext_noop("There is already a file {file}. Name another one."),
    "ops.backup-odd": gettext_noop("{file} is not a backup of Portlight, or it was cut short."),
    "ops.backup-changed": gettext_noop(
        "{name} in the backup is not what was written when it was made. Take another backup."
    ),
    "ops.backup-newer": gettext_noop(
        "This backup was made by a newer version ({version}). Install that version first, then restore."
    ),
    "ops.backup-other-database": gettext_noop(
        "This backup is of {database}, and PORTLIGHT_DATABASE_URL names another kind of database."
    ),
    "ops.not-empty": gettext_noop(
        "{place} is not empty. A backup is restored only into an empty data folder and an empty database."
    ),
    "ops.backup-keys-missing": gettext_noop(
        "This backup does not carry its keys, and {folder} does not hold them. Put the file ring.json there first, from where you keep it."
    ),
    "ops.backup-keys-strange": gettext_noop(
        "The keys in {folder} are not those of this backup. Put the right ring.json there first."
    ),
}
