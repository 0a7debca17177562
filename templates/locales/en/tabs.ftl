tabs-account = Your account
tabs-profile = Profile
tabs-password = Password
tabs-second-factor = Two-factor authentication
tabs-devices = Devices
tabs-apps = Apps
tabs-activity = Activity

tabs-company = Company admin
tabs-members = Members
tabs-roll-out = Roll-out
tabs-invite = Invite
tabs-settings = Settings
tabs-audit = Audit log

tabs-staff = Platform staff
tabs-console = Support console
tabs-overview = Operation
tabs-companies = Companies
tabs-refusals = Refusals
tabs-mail = Mail
tabs-keys = Signing keys

tabs-app = The app’s pages
tabs-app-registration = Registration
tabs-app-set-up = Set up
tabs-app-request = Check a request
tabs-app-test-login = Test sign-in
tabs-app-log-outs = Sign-outs
tabs-app-refusals = Refusals
