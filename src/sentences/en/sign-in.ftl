# Signing in
page-sign-in-title = Sign in
page-sign-in-login = Sign-in name
page-sign-in-login-hint = Printed on your activation slip, for example: huongnt
page-sign-in-login-missing = Enter your sign-in name.
page-sign-in-password = Password
page-sign-in-password-missing = Enter your password.
page-sign-in-act = Sign in
page-sign-in-activate = I have an activation code
page-sign-in-forgotten = Forgotten your password, or no account yet? Ask your agency’s HR officer for a new activation code.
page-sign-in-code = Verification code
page-sign-in-code-hint = The six digits your authenticator app shows now
page-sign-in-code-title = Enter your verification code
page-sign-in-code-act = Go on
page-sign-in-code-lost = No phone at hand? Enter one of your printed recovery codes. If you have lost both, ask your HR officer for a new activation code.
page-sign-out = Sign out
page-bar-signed-in = Account:

# Activation
page-activate-title = Activate your account
page-activate-lead = Enter the activation code from the slip your HR officer gave you, then choose a password. A code works once, within 72 hours.
page-activate-code = Activation code
page-activate-code-hint = 16 characters, capitals or not
page-activate-code-missing = Enter the activation code.
page-activate-act = Activate
page-password-new = New password
page-password-hint = At least { $limit } characters ({ $less } if you use two-step verification). A phrase of several words is best; blanks and Vietnamese marks are welcome.
page-password-again = New password once more
page-password-missing = Enter a new password.
page-password-differs = The two new passwords differ. Type the same one twice.
page-password-old = Current password
page-password-heading = Change password
page-password-act = Change password
page-password-changed = The password was changed. Other devices were signed out.

# Two-step verification
page-factor-title = Turn on two-step verification
page-factor-must = Your account works with other people’s records, so it needs two-step verification. You do this once; it takes about two minutes.
page-factor-lead = Besides the password, each sign-in then needs a code from your phone. Someone who knows your password still cannot get in.
page-factor-step-app = On your phone, open an authenticator app. If you have none, install one from the official app store.
page-factor-step-picture = In the app, add an account and scan this picture.
page-factor-picture = Picture for the authenticator app to scan
page-factor-by-hand = If you cannot scan it, type this key:
page-factor-step-code = Enter the six digits the app shows.
page-factor-code-hint = Six digits, new every 30 seconds
page-factor-act = Turn on two-step verification
page-factor-later = Later
page-factor-later-means = Until then you can read your own record, but not enter or hand in anything.
page-factor-done = Two-step verification is on.
page-factor-heading = Two-step verification
page-factor-on = On. Recovery codes left: { $n }.
page-factor-off = Off: you can read your own record, but not enter or hand in anything.
page-factor-turn-on = Turn on two-step verification
page-factor-change = Move to another phone
page-recovery-title = Recovery codes
page-recovery-lead = Print or copy these and keep them safe: they are not shown again. Without your phone, each replaces one verification.
page-recovery-go-on = I have kept them, go on

# Account security
page-security-title = Account security
page-account-holder = Account holder
page-sessions-heading = Where you are signed in
page-sessions-browser = Browser
page-sessions-address = Network address
page-sessions-since = Signed in at
page-sessions-seen = Last used
page-sessions-this = (this device)
page-sessions-end = Sign out
page-sessions-end-others = Sign out of all other devices
page-sessions-ended = The device you chose was signed out.
page-sessions-unknown = Unknown
page-happenings-heading = Recent sign-ins and changes
page-happenings-none = No sign-ins yet.
page-happenings-at = At
page-happenings-what = What
page-happenings-by = By
page-happening-code-issued = Activation code issued
page-happening-activated = Activated, password set
page-happening-signed-in = Signed in
page-happening-signed-out = Signed out
page-happening-signed-out-everywhere = Signed out of other devices
page-happening-password-changed = Password changed
page-happening-factor-added = Two-step verification turned on
page-happening-recovery-used = Recovery code used
page-happening-other = Something else

# Proving it is you
page-step-up-title = Verify that it is you
page-step-up-lead = This act weighs, so verify that it is you. What you typed is kept and will be sent right after.
page-step-up-go-on = Verify and go on
page-problem-form-foreign = This form belongs to an earlier session and was not sent. Open the page again, fill it in and send it.
page-step-up-proved = I have verified, go on
page-step-up-nothing = You have no password and no second factor here, and there is no sign-on service now by which you could verify that it is you. Ask your agency’s HR officer for an activation code, choose a password, and do this again.

# Signing in by another service
page-sign-on-act = Sign in with { $name }
page-sign-on-or = Or use the sign-in name and password of this service:
page-sign-on-leaving = Going to { $name }
page-sign-on-back = Signed in
page-sign-on-go-on = Go on
page-sign-on-again-how = You signed in with { $name }, so you verify that it is you there too. A new window opens; when you are done, come back to this one and press the button below.
page-sign-on-again-act = Verify with { $name } (new window)
page-sign-on-again-done = Verified
page-sign-on-again-failed = Not verified
page-sign-on-again-close = Close this window and go back to the one before.
