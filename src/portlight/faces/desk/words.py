"""The office's roles and hours, in the words of the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

ROLES = {
    "writer": gettext_lazy("Editor"),
    "translator": gettext_lazy("Translator"),
    "reviewer": gettext_lazy("Reviewer"),
    "approver": gettext_lazy("Approver"),
    "duty": gettext_lazy("Duty officer"),
    "operator": gettext_lazy("System operator"),
    "supervisor": gettext_lazy("Supervisor"),
    "auditor": gettext_lazy("Auditor"),
    "security": gettext_lazy("Security officer"),
}

# Severities whose messages keep quiet hours.
QUIET = {
    "ordinary": gettext_lazy("Ordinary messages"),
    "urgent": gettext_lazy("Urgent messages"),
}
