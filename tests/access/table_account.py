"""Signing in and one's own account: the pages of allauth."""

from tests.access.rows import EVERYBODY_AND_GUESTS, OWNER, SIGNED_IN_AND_GUESTS, Row, opens

NOT_MADE = opens()  # nobody in the cast has such a second factor

TABLE = {
    **{
        name: Row(get=EVERYBODY_AND_GUESTS, post=EVERYBODY_AND_GUESTS)
        for name in (
            "account_login",
            "account_logout",
            "account_signup",
            "account_email_verification_sent",
            "account_reset_password",
            "account_confirm_password_reset_code",
            "account_complete_password_reset",
            "account_request_login_code",
            "account_confirm_login_code",
            "login_code",
            "address_code",
            "password_code",
            "new_password",
            "mfa_authenticate",
            "mfa_login_webauthn",
        )
    },
    **{
        name: Row(get=SIGNED_IN_AND_GUESTS, post=SIGNED_IN_AND_GUESTS)
        for name in (
            "account_email",
            "account_change_password",
            "account_set_password",
            "mfa_activate_totp",
            "mfa_generate_recovery_codes",
            "mfa_add_webauthn",
            "usersessions_list",
        )
    },
    "account": Row(get=SIGNED_IN_AND_GUESTS),
    "account_confirm": Row(get=SIGNED_IN_AND_GUESTS, post=SIGNED_IN_AND_GUESTS),
    "account_inactive": Row(get=EVERYBODY_AND_GUESTS),
    "account_password_reset_completed": Row(get=EVERYBODY_AND_GUESTS),
    "account_reauthenticate": Row(get=SIGNED_IN_AND_GUESTS, post=SIGNED_IN_AND_GUESTS),
    "mfa_reauthenticate": Row(get=SIGNED_IN_AND_GUESTS, post=SIGNED_IN_AND_GUESTS),
    "mfa_reauthenticate_webauthn": Row(get=SIGNED_IN_AND_GUESTS, post=SIGNED_IN_AND_GUESTS),
    "mfa_index": Row(get=SIGNED_IN_AND_GUESTS),
    "mfa_list_webauthn": Row(get=SIGNED_IN_AND_GUESTS),
    "mfa_deactivate_totp": Row(get=NOT_MADE, post=NOT_MADE),
    "mfa_view_recovery_codes": Row(get=NOT_MADE),
    "mfa_download_recovery_codes": Row(get=NOT_MADE),
    "mfa_edit_webauthn": Row(get=OWNER, post=OWNER, path={"pk": "passkey"}),
    "mfa_remove_webauthn": Row(get=OWNER, post=OWNER, path={"pk": "passkey"}),
}
