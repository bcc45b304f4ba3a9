# Words of the command line: help, answers, failures. Sentences of common codes are in codes.ftl.
cli-help = hoso: records of cadres, civil servants and public employees; written once, never lost by a change.
cli-more =
    Examples:
      hoso demo                                    an invented province to look at
      hoso import people danh-sach.xlsx --unit H53.01 --dry-run
      hoso workdays add 2026-11-20 5               the last day after 5 working days
      hoso obligations --state overdue             duties whose last day has passed
      hoso verify                                  is the log what was written

    Results go to standard output, talk to standard error. --json gives one JSON document, also for
    a failure. Commands that read work beside a running server; commands that write need an SQLite
    file that nobody else is writing to.

# Headings of the help
cli-heading-usage = Usage:
cli-heading-commands = Commands
cli-heading-command = COMMAND
cli-heading-arguments = Arguments
cli-heading-options = Options
cli-heading-common-options = Common options
cli-heading-exit-codes = Exit codes:

# Exit codes
cli-exit-0 = done
cli-exit-1 = failed, or refused
cli-exit-2 = the command line is wrong
cli-exit-3 = `verify` found the log broken, `package verify` found the package broken, or `rebuild` found a read model that differs
cli-exit-4 = the log is not the one that was signed
cli-exit-5 = the log ends before a checkpoint that is known
cli-exit-66 = not found
cli-exit-75 = busy or in use by another process, try again later
cli-exit-78 = wrong installation: old SQLite, network folder, tables of another version, half a setting

# What each command is for
cli-help-demo = Makes an invented province and serves it.
cli-help-serve = Serves the pages and the JSON interface.
cli-help-import = Takes in lists from files.
cli-help-import-people = Takes a list of people into dossiers: all of it, or the good rows.
cli-help-import-undo = Withdraws the dossiers a list opened by mistake, but those someone has worked on since.
cli-help-export = Writes lists to files.
cli-help-export-people = Writes the list of people as .xlsx or .csv, in the columns that the import reads.
cli-help-workdays = Counts working days by the official calendars.
cli-help-workdays-add = Prints the last day of a term: N working days after DATE, the first day not counted.
cli-help-workdays-explain = Tells day by day what counts and why.
cli-help-show = Shows one record with the origin of every value; or as it was on a day, as far as was known at an instant.
cli-help-timeline = What happened to one dossier, newest first.
cli-help-access-log = Who has looked into one dossier, newest first. Asking is written down too.
cli-help-obligations = Duties and their last days, most urgent first.
cli-help-duplicates = Dossiers that may be of one person: list, merge, separate.
cli-help-duplicates-list = The pairs of dossiers that look like one person.
cli-help-duplicates-merge = Merge two dossiers of one person on a paper; nothing is copied by itself.
cli-help-duplicates-separate = Separate two dossiers merged by mistake.
cli-help-duplicates-two-people = Confirm that two dossiers are of two people.
cli-arg-kept = The dossier that is kept.
cli-arg-duplicate = The dossier that is closed.
cli-arg-duplicates-two-people-one = The first dossier.
cli-arg-duplicates-two-people-other = The second dossier.
cli-arg-duplicates-merge-reason = What shows that it is one person.
cli-arg-duplicates-separate-reason = What shows that they are two people.
cli-arg-duplicates-two-people-reason = What shows that they are two people.
cli-help-units = The tree of units.
cli-help-units-establish = Establishes a unit by decision.
cli-help-units-rename = Gives a unit another name from a day on.
cli-help-units-move = Puts a unit, with all below it, under another one.
cli-help-units-merge = Merges a unit into another one.
cli-help-units-split = Divides a unit among two or more that are established.
cli-help-units-dissolve = Dissolves a unit.
cli-help-units-restore = Takes the end of a unit back: it stands as if it had not ended.
cli-help-units-show = Shows one unit with its history.
cli-help-rules = The deadline rules in force today.
cli-help-rules-adopt = Adopts a pack of rules that is ready, such as ND27-2026.
cli-help-account = Accounts with access, and tokens.
cli-help-account-list = Lists the accounts that were granted access.
cli-help-account-token = Makes a token for a program; printed once, not kept.
cli-help-account-code = Makes an activation code with which the holder chooses a password; printed once, good once within 72 hours.
cli-help-account-tokens = Lists the tokens that were made, without their secrets.
cli-help-account-revoke-token = Revokes a token: from then on it opens nothing.
cli-help-account-issue-staff = Issues an account for someone who works with records, with one grant on a written request.
cli-help-verify = Checks the log against its hashes; names the first bad position and its stream.
cli-help-rebuild = Folds the read models anew from the log and swaps them in when they are equal.
cli-help-doctor = Whether this installation is well, one line a question.
cli-help-migrate = Creates or upgrades the tables; a new database is given its calendars and rules.
cli-help-openapi = Prints the OpenAPI description of the JSON interface.

# More under a command's help
cli-more-import-people =
    Nothing is written when any cell is wrong, unless --good-rows is given: one line a cell on standard
    error, exit code 1. The same list again adds nothing; stopped on the way, run it again and it goes
    on. The unit is the one a row names, if the list has a column for it, else --unit.
    --column "Heading=field" says what a column is, for example --column "Mã NV=skip"
    --column "C=birth_date". The day of confirmation (--confirmed-on) starts the five working days
    within which accounts must be issued (F1).
cli-more-demo =
    The data is in demo.db in the data folder; started again, it goes on with the same. --reset deletes
    only a database that says of itself that it is invented. Anyone may choose whom to act as: for
    looking only.
cli-more-serve = Nothing answers without a token: make one with `hoso account token` before the service is started.
cli-more-rebuild =
    A rebuilt table that differs from the live one is a finding: it is not swapped in, exit code 3, unless
    --reason is given; the reason is kept in the database. On SQLite stop the server first.
cli-more-workdays-add =
    Prints one line and nothing else on standard output. Needs no database; uses its calendars if there
    is one.
cli-more-account-issue-staff = For the first administrator or officer of a new installation. An inspector's access needs --until.

# Arguments and options
cli-arg-database = The database: path of an SQLite file or postgres://…; else hoso.db in the data folder.
cli-arg-data = The data folder.
cli-arg-json = Answer with one JSON document on standard output.
cli-arg-lang = The language.
cli-arg-help = Print help.
cli-arg-version = Print the version.
cli-arg-seed = A number for another invented province: other units and people, as in a second installation.
cli-arg-reset = Delete the invented data and start afresh.
cli-arg-no-serve = Only fill the database and exit.
cli-arg-proxy = Address of a proxy in front: it may hold as many connections as it needs. May be given several times.
cli-arg-metrics-from = Address that may read the figures at /metrics, beside this machine. May be given several times.
cli-arg-sign-on-issuer = A sign-on service by OpenID Connect: its issuer, as it writes itself, beginning with https.
cli-arg-sign-on-client = What this service is called there (client id).
cli-arg-sign-on-secret-file = File with this service's secret there; none if it was given none.
cli-arg-sign-on-name = What people call the sign-on service: it stands on the button.
cli-arg-sign-on-claim = The claim of the id token with the personal id number, 12 digits.
cli-arg-sign-on-scope = A scope to ask for beside openid. May be given several times.
cli-arg-sign-on-strong = A value of acr or amr that means a second factor was asked for there; without one it is asked for here. May be given several times.
cli-arg-sign-on-host = A host the sign-on service uses beside the issuer's. May be given several times.
cli-arg-public-url = The https address people open this service by, without a path; the sign-on service sends them back there.
cli-arg-listen = Address and port to listen on.
cli-arg-files = Where scans are kept: a folder, or s3://BUCKET/PREFIX; else files in the data folder.
cli-arg-files-endpoint = Address of the S3 store: https://…; http only to this machine.
cli-arg-files-region = Region of the S3 store, as the store calls it.
cli-arg-files-by-host = The bucket stands in the host's name (https://BUCKET.host/…) instead of the path.
cli-arg-files-keys = File with the lines AWS_ACCESS_KEY_ID=… and AWS_SECRET_ACCESS_KEY=…; else they are taken from the environment.
cli-arg-file = An .xlsx, .xls, .ods or .csv file.
cli-arg-columns = What a column is: its heading or its letters, =, the code of a field; may be given several times.
cli-arg-good-rows = Take in the good rows only and leave the wrong ones out.
cli-arg-errors-to = Write a copy of the file here (.xlsx), with a column that says what is wrong in which row and how to mend it.
cli-arg-hash = SHA-256 of the list's file, or its beginning; see `hoso import people … --json`.
cli-arg-import-undo-reason = Why it is withdrawn.
cli-arg-to = The .xlsx or .csv file to write.
cli-arg-export-people-unit = Code of the unit, with everything below; else the province.
cli-arg-export-people-name = Only people with these words in their names.
cli-arg-unit = Code of the unit.
cli-arg-dry-run = Read and check only, write nothing.
cli-arg-paper-number = Number of the paper.
cli-arg-paper-date = Day the paper was signed.
cli-arg-paper-issuer = Authority that issued the paper.
cli-arg-import-people-unit = Code of the unit that will manage the dossiers; for rows that name none.
cli-arg-import-people-paper-number = Number of the list; else “Danh sách” and the file's name.
cli-arg-import-people-paper-date = Day of the list; else the day it says it holds for, or today.
cli-arg-import-people-paper-issuer = Who made the list; else its first title cell, or the unit's name.
cli-arg-import-people-confirmed-on = Day the competent authority confirmed the dossiers, which starts F1; else today.
cli-arg-workdays-add-date = First day: 2026-11-20 or 20/11/2026.
cli-arg-workdays-explain-date = First day: 2026-11-20 or 20/11/2026.
cli-arg-n = Number of working days.
cli-arg-dossier = Id of the dossier.
cli-arg-true-on = The record as it was true on this day.
cli-arg-known-at = As far as was recorded at this instant, such as 2026-11-20T08:00:00+07:00; a day means its end.
cli-arg-limit = At most so many lines.
cli-arg-access-log-before = Only looks before this entry of the list.
cli-arg-access-log-own = With the looks of the person themselves.
cli-arg-before = Only lines before this position.
cli-arg-state = Only duties that are overdue, still due, or met.
cli-arg-obligations-unit = Code of a unit, with all below it; else the whole province.
cli-arg-under = Code of the unit whose part of the tree is shown.
cli-arg-code = Code of the unit, unique in the province.
cli-arg-units-establish-name = Name of the unit.
cli-arg-kind = Kind of unit.
cli-arg-parent = Code of the unit above; none for the province.
cli-arg-units-establish-on = Day it is established.
cli-arg-units-rename-name = The new name.
cli-arg-units-move-parent = Code of the new unit above.
cli-arg-units-merge-into = Code of the unit that takes over.
cli-arg-units-split-into = Code of a unit that takes over; two or more times.
cli-arg-units-dissolve-into = Code of a unit that takes over its duties; may be repeated.
cli-arg-units-ended = Also list units that have ended.
cli-arg-unit-code = Code of the unit.
cli-arg-below-to = Move the units below under this one on the same day.
cli-arg-units-restore-below-too = Restores the units below that ended on the same day, too.
cli-arg-units-restore-reason = Why it is restored.
cli-arg-below-too = The units below end along with it.
cli-arg-on = Day it takes effect, not later than today.
cli-arg-pack = Code of the pack.
cli-arg-account = Id of the account.
cli-arg-account-token-unit = Instead of an id: the only account with access at this unit.
cli-arg-account-code-unit = Instead of an id: the only account with access at this unit.
cli-arg-lost-phone = Takes two-step verification off when the code is used: the holder lost the phone.
cli-arg-token = Its id in `hoso account tokens`.
cli-arg-role = The role.
cli-arg-days = For how many days it is good.
cli-arg-label = What the token is for, to recognise it later.
cli-arg-account-issue-staff-name = Full name.
cli-arg-account-issue-staff-unit = Code of the unit: where they work and how far their access reaches.
cli-arg-until = Last day of the access, at most 12 months.
cli-arg-check = Only fold and compare, swap nothing in.
cli-arg-reason = Why to swap them in although they differ.

# The command line is wrong
cli-usage-unknown-argument = there is no option { $argument }.
cli-usage-unknown-command = there is no command { $command }.
cli-usage-missing = { $argument } is missing.
cli-usage-no-command = a subcommand is missing.
cli-usage-no-value = { $argument } needs a value.
cli-usage-value-not-listed = { $argument } does not take “{ $value }”, only: { $valid }.
cli-usage-value = { $argument } cannot be read from “{ $value }”. A day is 2026-11-20 or 20/11/2026; a number is whole and within its bounds.
cli-usage-value-inventory = { $argument } cannot be read from “{ $value }”. Write the name of the paper, a semicolon, its pages, such as: Curriculum vitae; 12.
cli-usage-conflict = { $argument } cannot be used with { $other }.
cli-usage-nearest = Did you mean { $near }?
cli-usage-help = For help, add --help to the command.

# Failures
cli-cause = cause:
cli-error-not-found = This dossier was not found.
cli-error-busy = Too many requests are waiting, nothing was written. Wait a few seconds and run it again.
cli-error-audit-unavailable = That the dossier is looked at could not be written down, so it was not opened. Check the right to write to the database and run again.
cli-error-outcome-unknown = Whether it was recorded is not known. Look before running it again.
cli-error-calendar-gap = The working calendar of { $year } is not published, so this cannot be counted. Publish that year first.
cli-error-file-unreadable = The file cannot be read. Check its path and permissions.
cli-error-output-failed = The answer could not be written to standard output.
cli-error-address-in-use = The address is in use. Stop the other program, or choose another port with --listen.
cli-error-address-unusable = The address cannot be listened on. Choose another with --listen.
cli-error-sign-on-half = The settings of the sign-on service lack: { $missing }. Give them all, or none of that service.
cli-error-sign-on-issuer = --sign-on-issuer must be a whole https address (http only for this machine itself).
cli-error-sign-on-public-url = --public-url must be an https address without a path (http only for this machine itself).
cli-error-sign-on-blank = A setting of the sign-on service is blank or longer than 500 characters.
cli-error-sign-on-host = --sign-on-host must be the name of a host, without https:// and a path.
cli-error-sign-on-line = No line out to the sign-on service can be made. Look at this machine's root certificates.
cli-error-sign-on-secret = The file with the secret for the sign-on service cannot be read, is empty or has more than 4096 bytes.
cli-error-server-stopped = The service could not run.
cli-error-bad-text = { $argument }: { $why }
cli-error-database-address = The address of the database cannot be read. Check --database or HOSO_DATABASE.
cli-error-database-out-of-reach = The database cannot be reached, or is locked. Try again later.
cli-error-database-failed = The database did not answer as it should. Run `hoso doctor`.
cli-error-migration-failed = The tables could not be brought up to date. The database may belong to another version of the program.
cli-error-folder-unusable = The data folder cannot be used. Check its permissions.
cli-error-no-database = There is no database here yet. Make one with `hoso migrate`, or name one with --database.
cli-error-in-use = Another process is writing to this database. Stop it and run this again.
cli-error-old-sqlite = SQLite { $version } can lose a committed write; 3.51.3 or newer is needed.
cli-error-network-folder = The database lies on a network file system ({ $name }), where it is not safe. Move it to a local disk, or use PostgreSQL.
cli-error-fact-unreadable = The fact at position { $position } cannot be read. Leave the database as it is and run `hoso verify`.
cli-error-rows-broken = A read model is broken. Run `hoso verify`, then `hoso rebuild`.
cli-error-storage-full = The disk is full, nothing was written. Free some space and run it again.
cli-error-files-bucket = The place for scans cannot be read. Give --files (HOSO_FILES) as s3://BUCKET or s3://BUCKET/PREFIX, the prefix of plain letters, digits, dots, underscores and hyphens.
cli-error-files-bucket-missing = There is an S3 store's address and no bucket. Add --files s3://BUCKET (HOSO_FILES), or leave out --files-endpoint (HOSO_FILES_ENDPOINT).
cli-error-files-endpoint = The S3 store's address is missing or of no use. Give --files-endpoint (HOSO_FILES_ENDPOINT) as https://HOST or https://HOST:PORT, without path, user or password; http only to this machine.
cli-error-files-region = The S3 store's region cannot be read. Give --files-region (HOSO_FILES_REGION), such as us-east-1.
cli-error-files-keys = The S3 store's keys are missing. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, or write them into a file and name it with --files-keys (HOSO_FILES_KEYS).
cli-error-files-keys-unreadable = The file with the S3 store's keys cannot be read. Check --files-keys (HOSO_FILES_KEYS) and the permission to read it.
cli-error-files-unusable = The place for scans cannot be opened. Check this machine's root certificates (ca-certificates).
cli-error-head-moved = The log ends elsewhere than its end row says. Leave the database as it is and run `hoso verify`.
cli-error-writer-stopped = The writer has stopped.
cli-error-schema-old = The tables are of version { $found }, this program needs { $known }. Run `hoso migrate`.
cli-error-schema-new = The tables are of version { $found }, newer than this program ({ $known }). Use a newer program.
cli-error-import-unit = The list has no column for the unit. Name the unit with --unit.
cli-error-import-issuer = It is not known who made the list. Name them with --paper-issuer.
cli-error-export-kind = The name of the file must end in .xlsx or .csv.
cli-error-list-not-found = No single list that was taken in has a hash that begins with { $name }. See the hash with `hoso import people … --dry-run --json`.
cli-error-unit-not-found = There is no unit with code { $name }. See `hoso units`.
cli-error-unit-twice = Unit { $name } is named twice. Make it one.
cli-error-pack-not-found = No pack { $name } comes with the program. There are: { $packs }.
cli-error-account-not-found = There is no account { $name }. See `hoso account list`.
cli-error-token-not-found = There is no token { $name } to revoke. See `hoso account tokens`.
cli-error-account-of-unit-not-found = No account has such access at { $name }. See `hoso account list`.
cli-error-account-not-single = There are { $count } accounts with access at { $name }. Name the account's id, or add --role.
cli-error-account-closed = This account is closed.
cli-error-demo-half-filled = An earlier filling of { $place } stopped halfway. Run again with --reset.
cli-error-demo-not-invented = { $place } holds data and does not say that it is invented, so the demo leaves it alone.
cli-error-demo-reset-file-only = --reset can only delete an SQLite file. Drop the PostgreSQL database yourself and run again.

# Progress; <…> are places for numbers
cli-progress = <msg> <bar:30> <human_pos>/<human_len>, <per_sec>, <eta> left
cli-progress-wait = <msg> <elapsed>
cli-progress-verify = Verifying
cli-progress-rebuild = Rebuilding
cli-progress-demo = Making the province
cli-progress-import = Taking the list in
cli-progress-undo = Withdrawing
cli-progress-export = Writing the list

# Columns of tables
cli-column-at = At
cli-column-ground = Ground
cli-column-opened = Opened
cli-column-outcome = Outcome
cli-column-source = Through
cli-column-client = From
cli-column-date = Date
cli-column-weekday = Weekday
cli-column-counted = Counted
cli-column-why = Why
cli-column-table = Table
cli-column-rows = Rows
cli-column-differing = Differing
cli-column-cell = Cell
cli-column-column = Column
cli-column-problem = What is wrong
cli-column-fix = What to do
cli-column-field = Field
cli-column-value = Value
cli-column-true-since = True since
cli-column-state = State
cli-column-said = Said by
cli-column-checked = Checked by
cli-column-duty = Duty
cli-column-started-on = Started
cli-column-due-on = Due
cli-column-met-on = Met
cli-column-days-left = Days left
cli-column-person = Person
cli-column-unit = Unit
cli-column-dossier = Dossier
cli-column-unit-name = Unit
cli-column-code = Code
cli-column-kind = Kind
cli-column-established-on = Established
cli-column-term = Term
cli-column-who = Who
cli-column-pack = Pack
cli-column-basis = Basis
cli-column-account = Account
cli-column-token = Token id
cli-column-label = For what
cli-column-expires = Expires
cli-column-name = Name
cli-column-role = Role
cli-column-scope = Scope
cli-column-until = Until

# Working days
cli-weekday-1 = Mon
cli-weekday-2 = Tue
cli-weekday-3 = Wed
cli-weekday-4 = Thu
cli-weekday-5 = Fri
cli-weekday-6 = Sat
cli-weekday-7 = Sun
cli-day-start = First day, not counted
cli-day-working = Working day
cli-day-worked-saturday = Saturday worked for { $day }
cli-day-weekend = Weekend
cli-day-off = Off: { $name }
cli-day-swapped-off = Off, made up for on { $day }
cli-day-plain = Plain day, counted
cli-due-on = Ends at 24:00 on { $day }
cli-calendar-database = By the calendars of the database.
cli-calendar-built-in = By the official calendars that come with the program.

# Verifying, rebuilding, migrating
cli-verify-sound = Sound: { $facts } facts, chain { $chain }
cli-verify-took = { $place }, { $seconds } s
cli-verify-broken =
    Broken from position { $position }, { $stream }
    { $fault }
    Before it { $sound } facts are sound.
cli-verify-no-stream = the end of the log
cli-fault-unreadable = This fact cannot be read. Leave the database as it is, stop writing and compare with a backup.
cli-rebuild-equal = Equal: { $facts } facts. Nothing was swapped.
cli-rebuild-swapped = Equal: { $facts } facts. The rebuilt tables are in place.
cli-rebuild-swapped-differing = Different: { $facts } facts. The rebuilt tables are in place; the reason is kept.
cli-rebuild-differs = Different: { $facts } facts. Nothing was swapped. Run `hoso verify`; to swap all the same, give --reason.
cli-migrated = { $place }: tables of version { $version }, { $facts } facts

# Taking a list in
cli-import-done = { $new } new dossiers in { $unit }; { $already } people had one already.
cli-import-would = { $new } dossiers would be new in { $unit }; { $already } people have one already. Nothing was written.
cli-import-nothing-new = Nothing new: all { $already } people have a dossier already.
cli-import-due = Confirmed on { $confirmed }, accounts are due on { $due } (F1).
cli-import-refused = { $count } wrong cells in { $wrong } of { $rows } rows. Nothing was written.
cli-import-left-out = { $count } wrong cells in { $wrong } of { $rows } rows; these rows were left out.
cli-import-units-of-rows = the unit each row names
cli-import-errors-heading = Lỗi
cli-import-errors-written = A copy with a column “Lỗi” in { $rows } rows was written: { $file }
cli-import-undone = { $withdrawn } dossiers withdrawn; { $already } had been before; { $kept } kept, someone has worked on them since.
cli-import-would-undo = { $withdrawn } dossiers would be withdrawn; { $already } were before; { $kept } kept, someone has worked on them since. Nothing was written.
cli-exported = { $people } people written: { $file }
cli-import-mended = How cells were read:
cli-import-fix = Mend the cell in the file and run it again.
cli-import-row = row { $row }
cli-import-columns-unread = Columns not understood and not read: { $names }
cli-import-sheets-unread = Sheets not read: { $names }

# Records
cli-show-unit = Managed by: { $unit }
cli-show-dossier = Dossier: { $dossier }
cli-show-situation = Situation: { $situation }
cli-show-true-on = As it was true on { $day }
cli-show-known-at = As recorded until { $instant }
cli-show-stands = in force: { $value }
cli-show-other = Other
cli-show-origins = Origins
cli-show-nothing = Nothing was recorded of this dossier then.
cli-show-duties = Duties
cli-situation-first-entry = first entry
cli-situation-first-check = waiting for the first check
cli-situation-kept = kept
cli-situation-merged = merged into another dossier
cli-duplicates-none = No pair of dossiers looks like one person.
cli-duplicates-column-one = First dossier
cli-duplicates-column-other = Second dossier
cli-duplicates-column-why = Why
cli-duplicates-same-birth = same name and day of birth
cli-duplicates-same-old-card = same old identity card number
cli-duplicates-merged = The two dossiers are merged.
cli-duplicates-separated = The two dossiers are separated.
cli-duplicates-two-people = They are confirmed to be two people.
cli-duplicates-already = It was so already; nothing was recorded.
cli-situation-ended = no longer in service
cli-state-draft = draft
cli-state-waiting = waiting for the check
cli-state-returned = returned
cli-state-checked = checked
cli-empty = (empty)
cli-paper = { $number } of { $day }, { $issuer }
cli-true-from = True from { $day }
cli-reason = Reason: { $reason }
cli-timeline-more = There is more: add --before { $before }
cli-more-rows = There is more: narrow it down, or raise --limit.
cli-obligations-none = No duties.
cli-units-none = No units yet. Establish one with `hoso units establish`.
cli-unit-established = Established { $unit }
cli-unit-changed = The change of { $unit } is recorded
cli-unit-already = { $unit }: so already, nothing recorded
cli-unit-parent = Stands under: { $value }
cli-unit-ended = Ended: { $value }
cli-unit-successors = Taken over by: { $value }
cli-unit-predecessors = Took over from: { $value }

# Rules
cli-term-working-days = { $n } working days
cli-term-days = { $n } days
cli-who-person = The person
cli-who-managing-unit = The managing unit
cli-who-receiving-unit = The receiving unit
cli-rules-none = no rule
cli-rules-ready = Ready to adopt with `hoso rules adopt`: { $packs }
cli-rules-adopted = Adopted { $pack }, in force from { $day }
cli-rules-already = { $pack } was adopted before, in force from { $day }

# Accounts
cli-accounts-none = No account has access yet. Issue one with `hoso account issue-staff`.
cli-account-active = active
cli-account-closed = closed
cli-account-suspended = suspended, dossier merged
cli-account-revoked = revoked
cli-token-issued = Token of account { $account }, good until { $instant }. It cannot be shown again.
cli-code-issued = Sign-in name { $login } (account { $account }): enter this code on the page “Activate your account” before { $instant }. It cannot be shown again.
cli-tokens-none = No token was made yet.
cli-token-good = good
cli-token-expired = expired
cli-token-revoked = revoked
cli-token-is-revoked = Token { $name } is revoked.
cli-staff-issued = Make a token: hoso account token { $account }

# The doctor
cli-check-program = Program
cli-check-clock = Clock
cli-check-database = Database
cli-check-version = Version
cli-check-journal-mode = journal_mode
cli-check-fsync = fsync
cli-check-synchronous = synchronous
cli-check-synchronous-commit = synchronous_commit
cli-check-schema = Tables
cli-check-read-models = Read models
cli-check-facts = Facts
cli-check-last-recorded = Last recorded
cli-check-checkpoint = Checkpoint
cli-check-calendars = Calendars
cli-check-rules = Deadline rules
cli-check-units = Units
cli-check-people = Data
cli-check-disk = Disk
cli-check-files = Scans
cli-check-sign-on = Sign-on service
cli-doctor-schema = version { $found }
cli-doctor-schema-none = not there yet. Run `hoso migrate`.
cli-doctor-schema-old = version { $found }, { $known } is needed. Run `hoso migrate`.
cli-doctor-schema-new = version { $found }, newer than this program ({ $known }).
cli-doctor-models = all { $count } there
cli-doctor-models-missing = missing: { $names }. Restore from a backup.
cli-doctor-last = { $instant }
cli-doctor-last-ahead = { $instant }, ahead of this machine's clock. Set the clock right.
cli-doctor-checkpoint = { $size } facts, at { $instant }
cli-doctor-checkpoint-behind = { $unsigned } facts are not signed yet. Run `hoso checkpoint`.
cli-doctor-calendar-missing = { $years }; the calendar of { $year } is missing.
cli-doctor-rules-none = none in force. Run `hoso rules adopt`.
cli-doctor-real = not marked as invented
cli-doctor-disk = { $free } GB free
cli-doctor-files-refused = The store { $place } refused ({ $why }). Check the keys, the bucket, the region, this machine's clock, and the rights s3:GetObject, s3:PutObject, s3:ListBucket.
cli-doctor-files-unusable = Nothing can be kept and read again at { $place } ({ $why }). Check the address, the network, the certificate and the store's free space.
cli-doctor-sign-on = { $name }: reached
cli-sign-on-unreachable = { $name } cannot be reached. People can still sign in with their passwords; the log says why.

# The service and the invented province
cli-invented = All people and units in this database are invented.
cli-serve-started = Serving { $place }. Ctrl-C stops it.
cli-demo-filled = Made { $units } units, { $people } people, { $facts } facts in { $place }.
cli-demo-goes-on = Going on with { $place }: { $facts } facts.
cli-demo-cast = Choose whom to act as:
cli-demo-look = Look at: the list of people (search ignores tone marks), one record with the origin of each value, the deadline board of a unit and of the province, “why this date?”. Ctrl-C stops it.
cli-cast-new-official = new official, in the middle of the first record
cli-cast-official = official
cli-cast-late-official = official who is late
cli-cast-returned-official = official with a returned record
cli-cast-data-officer = data officer
cli-cast-neighbour-officer = data officer of the commune next door
cli-cast-head = head
cli-cast-inspector = inspector
cli-cast-administrator = administrator

cli-help-checkpoint = Signs the log: how many facts, and the root of the Merkle tree over them.
cli-more-checkpoint =
    Have others keep the note. `hoso verify --checkpoint FILE` holds the log against it.
cli-help-checkpoint-key = Prints the public key others check the signature with.
cli-help-checkpoint-prove = Prints the proof that the log only grew between two sizes.
cli-arg-checkpoint-prove-from = How many facts there were.
cli-arg-checkpoint-prove-to = How many facts there were later.
cli-arg-verify-checkpoint = A checkpoint someone outside kept.
cli-arg-verify-key = The public key of who signed it, when that was not this machine.
cli-checkpoint-remembered = This machine remembers the checkpoint at { $place }. Have a copy kept elsewhere.
cli-verify-known = It fits the checkpoint of { $size } facts.
cli-verify-unknown = There is no checkpoint to hold it against yet: run `hoso checkpoint` and have the note kept elsewhere.
cli-error-checkpoint-folder = The folder of checkpoints cannot be used. Check the permissions of `checkpoints`.
cli-error-checkpoint-key = The key `checkpoints/key.pem` cannot be read. Restore it; a new key does not fit older checkpoints.
cli-error-checkpoint-memory = The checkpoint this machine remembers cannot be read, or was not signed by its key. Do not delete it: see docs/OPERATING.md on checkpoints.
cli-error-checkpoint-unreadable = This file is not a checkpoint.
cli-error-checkpoint-unsigned = The checkpoint does not carry a good signature of this key.
cli-error-bad-key = This is not a public key: name+id+key, as `hoso checkpoint key` prints it.
cli-error-key-needed = This machine has no key to check the signature with: add `--key`.
cli-error-sizes-reversed = `--from` must not be larger than `--to`.
cli-error-log-empty = The log holds no fact to sign yet.
cli-error-log-other = This is not the log that was signed but another one. Nothing is written.
cli-error-log-shorter = The log holds { $held } facts, but { $known } were signed: the last { $missing } are missing. Nothing is written. Perhaps an old backup was restored: see docs/OPERATING.md.
cli-error-log-rewritten = The first { $known } facts are not those that were signed: the log was rewritten. Nothing is written.
cli-error-log-distrusted = The log is not the one that was signed. Nothing is written; run `hoso verify`.

cli-help-witness = Witnesses the logs of others: remembers what it saw, and signs only what follows from it.
cli-more-witness =
    Runs on another machine, kept by someone else. Without `--log` it prints its key and ends.
    Who is witnessed runs `hoso serve --witness URL --witness-key KEY`.
cli-arg-witness-name = Name of the witness, such as so-khcn.tayninh.gov.vn; without spaces.
cli-arg-witness-log = Public key of a log, as `hoso checkpoint key` prints it. May be given several times.
cli-arg-serve-witness = Address of a witness; https, or http to this machine. May be given several times.
cli-arg-serve-witness-key = Key of the witness, in the same order as the addresses.
cli-arg-sender-key = The key of a trusted sender, or a file that holds it: only packages signed with it are taken in. May be given several times.
cli-error-witness-keys = Each `--witness` needs a `--witness-key`, in the same order.
cli-error-witness-unusable = The address must be https (or http to this machine), and the key as `hoso witness` prints it.
# Packages
cli-help-package = Hands a dossier out as a sealed package, checks such a package, and takes one in.
cli-help-package-export = Makes the sealed package of a dossier: every fact with its proof, scans, catalogue, signature.
cli-help-package-verify = Checks a package, without a network and without a database.
cli-more-package-verify =
    Get the key from the sender directly (`hoso checkpoint key` on their machine). Without --key the
    command knows that the package is whole, not who sent it, and ends with code 1.
cli-arg-package-export-output = The file to write, usually .zip.
cli-arg-package-verify-package = The package.
cli-arg-package-verify-key = The sender’s public key, or a file that holds it.
cli-package-exported =
    { $file } made: { $facts } facts, { $scans } scans.
    Whoever gets it checks it with the key: { $key }
cli-package-whole =
    The package is whole.
    Dossier: { $dossier }
    Sender: { $sender }, log { $origin }
    Checked: { $facts } facts with their proofs against the checkpoint of a log of { $size } facts; { $scans } scans.
    Signed by: { $key }
cli-package-newer-fact = Fact number { $sequence } is of a kind this program does not know ({ $name }, version { $version }): it is kept in the package as it is.
cli-package-vouched = Signed by the key that was given.
cli-package-not-vouched = The signature fits the key in the package, but nobody vouches that this key is the sender’s: get the key from the sender and check again with --key.
cli-newer-fact = A fact of a newer version, kept as it came, not read yet ({ $name } { $version })
cli-received-from = Received from log { $log }
cli-help-package-import = Takes a sealed package into this database: the dossier stays what it is at the sender, managed by the unit that is named.
cli-more-package-import =
    Get the sender's key from the sender, not from the package. A package taken in before adds nothing;
    a longer one of the same dossier adds what is new, while nobody has recorded anything of it here.
cli-help-package-receipt = Makes the receipt of a package that was taken in: what the sender signed, signed here as well.
cli-help-package-receipt-verify = Checks a receipt with the package that was sent and the receiver's key.
cli-arg-package-import-package = The package.
cli-arg-package-import-key = The public key of a trusted sender, or a file that holds it. May be given several times.
cli-arg-package-import-unit = The code of the unit that will manage the dossier.
cli-arg-package-import-on = The day the unit takes the dossier in.
cli-arg-package-import-receipt = The file to write the receipt to.
cli-arg-package-import-dry-run = Only tell what the package holds and what stands in its way; write nothing.
cli-arg-package-receipt-output = The file to write the receipt to.
cli-arg-package-receipt-verify-receipt = The receipt.
cli-arg-package-receipt-verify-package = The package that was sent.
cli-arg-package-receipt-verify-key = The receiver's public key, or a file that holds it.
cli-package-taken-in =
    Dossier { $dossier } of { $sender } was taken in: { $facts } facts, { $scans } scans.
    Facts of newer versions, kept as they came and not read yet: { $unknown }
cli-package-already = Dossier { $dossier } of { $sender } was taken in before; nothing was recorded.
cli-package-would-take-in =
    Dossier { $dossier } of { $sender }, log { $origin }.
    Would take in { $facts } of { $of } facts, { $scans } scans; { $unknown } facts of newer versions.
cli-package-receipt = The receipt is in { $file }.
cli-package-receipt-good = The receipt is good: { $name } has taken this package in.
# hoso replay
cli-help-replay = What happened to a dossier, step by step, with before and after.
cli-arg-replay-order = By the day of effect or by recording.
cli-arg-replay-kind = Only steps of this kind.
cli-arg-replay-step = Only this step; the first is 1.
cli-arg-replay-from = From this step on.
cli-arg-replay-limit = The most steps.
cli-replay-head = { $name } · { $dossier } · { $count } steps · log up to position { $through }
cli-replay-step = Step { $n }/{ $of } · { $day } · { $kinds }
cli-replay-fact = { $who }: { $what }.
cli-replay-recorded = Recorded at { $at }
cli-replay-unit = Managed then by: { $unit }
cli-replay-change = { $field }: { $before } → { $after }
cli-replay-same = { $field }: { $value } ({ $manner })
cli-replay-more = There is more: add --from { $from }
cli-replay-none = There is no such step.

# Many people to other units by one decision.
cli-help-mass-move = Move many people to other units by one decision.
cli-help-mass-move-list = List the mass moves.
cli-help-mass-move-plan = Plan a mass move by list or by unit; nobody is moved yet.
cli-help-mass-move-show = Show a mass move.
cli-help-mass-move-approve = Approve exactly the list with this hash.
cli-help-mass-move-run = Carry it out, or go on after an interruption.
cli-help-mass-move-undo = Undo the whole: whoever is still where it put them goes back.
cli-arg-mass-move-plan-file = List as .xlsx, .xls, .ods or .csv: full name, personal id number, new unit.
cli-arg-mass-move-plan-units = Everyone of the old unit goes to the new one, by code; may be given several times.
cli-arg-mass-move-plan-below = With the people of the units below.
cli-arg-mass-move-plan-except = Personal id number of one who stays, or goes elsewhere; may be given several times.
cli-arg-mass-move-plan-to = Code of the new unit of every row that names none.
cli-arg-mass-move-plan-end-units = Ends the old units once everyone has gone: each is merged into the unit that takes over.
cli-arg-mass-move-plan-end = Ends this unit once everyone has gone; merged or divided into the units after the sign =, or where none are named into those its people go to. May be given several times.
cli-arg-mass-move-plan-grants = Access at a unit that is emptied: ends, or follows to the unit that takes over.
cli-arg-mass-move-plan-on = Day the decision takes effect.
cli-arg-mass-move-plan-reason = Reason and legal basis.
cli-arg-mass-move-plan-dry-run = Only look; nothing is kept.
cli-arg-mass-move-show-mass-move = Id of the mass move.
cli-arg-mass-move-approve-mass-move = Id of the mass move.
cli-arg-mass-move-run-mass-move = Id of the mass move.
cli-arg-mass-move-undo-mass-move = Id of the mass move.
cli-arg-mass-move-approve-manifest = Hash of the list that was seen.
cli-arg-mass-move-run-manifest = Hash of the list that was approved.
cli-arg-mass-move-undo-reason = Why it is undone.
cli-error-mass-move-not-found = There is no mass move { $name }. See `hoso mass-move list`.
cli-error-transfer-not-found = There is no transfer { $name }. `hoso transfer order` prints the id when it records the decision.
cli-error-secondment-not-found = There is no secondment { $name }. `hoso secondment order` prints the id when it records the decision.
cli-progress-mass-move-plan = Looking at the list
cli-progress-mass-move = Mass move
cli-mass-move-would = { $people } people would go and { $accounts } other accounts change; { $left } lines are left. Nothing was kept.
cli-mass-move-ends = { $unit } ends, into: { $into }.
cli-mass-move-ends-not = { $unit } (into { $into }) cannot end yet: { $people } people there are not on the list.
cli-mass-move-cannot-end = { $unit } cannot end.
cli-mass-move-planned = Mass move { $id } is planned: { $people } people, { $accounts } other accounts; { $left } lines are left. Hash of the list: { $hash }
cli-mass-move-approved = Mass move { $id } is approved.
cli-mass-move-ran = { $done } people moved; { $already } had been moved before; { $left } are left; { $units } units ended.
cli-mass-move-undone = { $done } people are back at their old unit; { $already } were before; { $left } are left; { $units } units are restored.
cli-mass-moves-none = There is no mass move yet.
cli-mass-move-state-waiting = waits to be approved
cli-mass-move-state-approved = approved
cli-mass-move-state-done = carried out
cli-mass-move-state-undoing = being undone
cli-mass-move-state-undone = undone
cli-column-from-unit = Old unit
cli-column-to-unit = New unit
cli-column-people = People
cli-column-decision = Decision
cli-column-mass-move = Mass move
cli-column-moved = Moved
cli-column-back = Back
# Transfers, secondments
cli-help-transfer = Transfers a dossier between units of the province, step by step.
cli-help-transfer-order = Records the decision that orders a person to another unit.
cli-help-transfer-release = Hands the paper dossier over with its inventory, and the data with it.
cli-help-transfer-receive = Receives the paper dossier: valid, or not valid with reasons.
cli-help-transfer-accept = Takes the dossier over: from here on the new unit manages it.
cli-help-transfer-refuse = Does not take it over: the old unit goes on managing it.
cli-help-transfer-recall = Takes a released dossier back, to release it again.
cli-help-transfer-cancel = Cancels a transfer, on a decision or because it was recorded by mistake.
cli-help-transfer-show = Shows how far a transfer is.
cli-help-secondment = Secondments: a person at another unit for a time.
cli-help-secondment-order = Records the decision on a secondment.
cli-help-secondment-prolong = Prolongs a secondment, on a decision.
cli-help-secondment-end-early = Ends a secondment early, on a decision.
cli-help-secondment-cancel = Cancels a secondment, on a decision or because it was recorded by mistake.
cli-help-secondment-show = Shows a secondment.
cli-more-secondment = The sending unit goes on managing the dossier; the host reads it from the first day to the last. Nothing has to be recorded when it ends.
cli-arg-transfer = The id of the transfer.
cli-arg-secondment = The id of the secondment.
cli-arg-to-unit = The code of the new unit.
cli-arg-host-unit = The code of the host unit.
cli-arg-transfer-kind = Reassignment, rotation, or on the person’s own request.
cli-arg-effective-on = The day the decision takes effect.
cli-arg-term-ends-on = The last day of the term; a rotation has one.
cli-arg-inventory = One paper of the inventory: its name, a semicolon, its pages; once for each paper.
cli-arg-taken-on = The day the step was taken.
cli-arg-invalid = Why the paper dossier is not valid; may be repeated. Without it, it is valid.
cli-arg-because = The reason.
cli-arg-begins-on = The first day.
cli-arg-ends-on = The last day.
cli-column-transfer = Transfer
cli-column-secondment = Secondment
