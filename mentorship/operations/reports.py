"""Error reports that help without carrying what people wrote."""

import sentry_sdk
from django.views.debug import SafeExceptionReporterFilter


class NoContentReporterFilter(SafeExceptionReporterFilter):
    """Leaves out every posted value and every local variable: either may hold an answer or a note.

    Django's own filter hides only what is named like a password or marked by hand.
    """

    def is_active(self, request):
        return True

    def get_post_parameters(self, request):
        return dict.fromkeys(request.POST, self.cleansed_substitute) if request else {}

    def get_traceback_frame_variables(self, request, tb_frame):
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]


def start_sentry(dsn: str) -> None:
    """Report errors with the place in the code and the address, and nothing people wrote or are."""
    sentry_sdk.init(
        dsn,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        max_breadcrumbs=0,
    )
