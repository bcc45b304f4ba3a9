# One sentence for each code a person can meet: what is wrong, and what to do. Then the names.
# The Vietnamese file is written first; this one says the same.

# Dossiers: why a request was not recorded
code-agency-only = Your managing unit enters this item on a decision. Send the decision to your HR officer.
code-already-returned = This submission was already returned. Reload the page to see why.
code-already-verified = This submission was already checked. Reload the page to see by whom and when.
code-already-withdrawn = This submission was already withdrawn. Wait for a new one.
code-dossier-already-opened = This dossier was already taken in with other content. Open the existing one, and correct it there if it is wrong.
code-dossier-not-opened = This dossier was not taken in yet. Take in the confirmed paper dossier first.
code-field-returned = This item was returned and not handed in again. Mend it and hand it in first.
code-field-under-check = This item waits for a check. Wait for the result, or withdraw that submission and change it.
code-field-unknown = The field catalogue has no such item. Check the code of the item.
code-first-record-under-check = The first record is being checked. Wait for the result, or withdraw it to change it.
code-needs-decision = This item is recorded on a decision only. Give the decision's number, date and issuer.
code-no-objections = No item was named as wrong. Choose at least one and say why it is returned.
code-not-yet-submitted = The first record was not handed in yet. Complete it and hand it in first.
code-nothing-to-submit = Nothing differs from the record. Change at least one item and send it again.
code-objection-outside = The item named as wrong is not part of this submission. Choose only items that are.
code-older-than-present = This item holds a value that is true since a later day. Put the old state into the history table; if the present value is wrong, correct it.
code-paper-date-future = The paper is dated on a day still to come. Check the date on the paper.
code-paper-missing = A correction that stands at once needs a paper. Give its number, date and issuer.
code-person-only = The person declares this item and it is then checked; it is not recorded on a decision. Declare a change instead.
code-record-incomplete = Required items still missing: { $count }. Complete them and hand in again.
code-said-twice = One item is given twice in the same request. Keep one value.
code-section-unknown = The record has no such section. Choose a section from the list.
code-self-verification = You cannot check your own dossier or record decisions in it. Hand it to a colleague.
code-submission-reused = This submission id was used for something else. Reload the page, enter it again and send it.
code-submission-unknown = The dossier has no such submission. Reload the page and choose again.
code-system-only = The service fills in this item itself. Leave it out of the request.
code-too-many-entries = One request holds too many items. Split it into several.
code-too-many-scans = This dossier holds 500 scans, the most it may. Put the pages of one paper into one PDF and upload that.
code-unit-unknown = There is no such unit. Choose a unit from the list.
code-use-declare-change = A checked record is not edited directly. Declare a change, a late entry or a correction.
code-wrong-section = This item does not belong to this section. Open its own section and enter it there.

# Values: one item is not written as it should be
code-cccd-format = A personal id number has 12 digits, for example 079 085 012 345.
code-code-unknown = The list has no such code or name. Type the name to choose from the list.
code-column-unknown = The table has no such column. Check the code of the column.
code-control-char = This item holds an invisible character. Delete and retype it, or paste it as plain text.
code-date-missing-part = This item needs more of the date. Add the month, or the day and the month.
code-date-unreal = No calendar has this date. Check day, month and year.
code-email-format = An email address looks like name@agency.vn. Check the @ and the domain.
code-format = This item is written otherwise than it needs. Write it exactly as on the paper, a date as 05/03/1981.
code-money-coef = The coefficient is out of bounds. Enter it as in the decision, for example 2.34.
code-name-charset = A name holds only letters, spaces, apostrophes and hyphens. Take other characters out.
code-not-a-number = This item is a number. Enter digits only, for example 12 or 2.34.
code-not-a-row = This item is a table. Enter it row by row.
code-not-a-single-value = This item takes a single value. Enter one value, not a table row.
code-not-canonical = The value is not in its stored form. Send dates as 1985-03-27, decimals as 2.34, and the code of a list item.
code-not-yes-or-no = This item takes only yes or no. Choose one of them.
code-old-id-format = An old identity card number has 9 digits, for example 290 123 456.
code-out-of-range = The number is out of bounds for this item. Check for a digit too many or too few.
code-phone-format = A phone number has 10 digits and starts with 0, for example 0912 345 678.
code-required = This item is empty. Enter or choose something.
code-too-long = The text is longer than this item allows. Shorten it.

# Contradictions: items that do not fit together
code-age-out-of-range = By this birth date the age is not between 18 and 75. Check the birth date.
code-beyond-scale-not-top = Only those at the top step are paid beyond the scale. Check the step and the percentage.
code-coefficient-table = The coefficient is not that of the step in the salary table. Check group, step and coefficient.
code-date-future = This day is still to come. Enter today or an earlier day.
code-dates-order = These two dates run backwards. Check both.
code-grade-group = This grade belongs to another salary group. Check grade and group.
code-id-birth-year = The personal id number does not fit the year of birth. Check both.
code-id-card-before-14 = By the birth date the identity card was issued before the age of 14. Check both dates.
code-id-sex = The fourth digit of the personal id number does not fit the sex. Check both.
code-party-before-18 = By the birth date the person joined the Party before the age of 18. Check both dates.
code-qualification-not-in-table = The highest qualification is not in the education table. Add its row, or change the qualification.
code-recruited-before-18 = By the birth date the person was recruited before the age of 18. Check both dates.
code-step-range = This salary group has no such step. Check group and step.

# Values that only one place may hold
code-account-exists = This person has an account already. Use that one.
code-cccd-duplicate = This personal id number is in another dossier already. Check it; if it is right, ask your HR officer.

# Accounts and access
code-already-granted = This grant was recorded with other content. Extend or restrict the existing grant.
code-already-issued = This account was issued with other content. Open the existing account.
code-before-issued = This day is before the account was issued. Choose that day or a later one.
code-closed = This account is closed and takes no more changes. Ask the administrator if the person comes back.
code-end-required = This role needs an end. Choose a last day, at most 12 months away.
code-ends-before-start = The last day is before the first. Choose a later last day.
code-not-issued = This account was not issued yet. Issue it first.
code-not-narrower = A restriction only narrows scope or time. Choose a smaller scope or an earlier end.
code-not-wider = An extension only widens scope or time. Choose a larger scope or a later end.
code-request-after-start = The written request is dated after access starts. Choose a first day on or after its date.
code-revoked = This grant is revoked. Make a new grant on a new written request.
code-term-too-long = Access lasts at most 12 months. Choose an earlier last day.
code-unknown-grant = The account has no such grant. Reload the list of grants and choose again.
code-unknown-unit = There is no such unit. Choose a unit from the list.

# Units
code-already-established = This unit was established with other content. Rename or move the existing unit.
code-code-taken = Another unit has this code. Choose another code.
code-not-before-established = This day is before the unit was established. Choose that day or a later one.
code-not-in-order = The unit has a change from a later day. Choose that day or a later one.
code-above-ended = The unit above it ({ $unit }) has ended. Restore the unit above first.
code-root-cannot-end = The province is the root of the tree and cannot be merged, divided or dissolved. Choose another unit.
code-root-cannot-move = The province is the root of the tree and cannot be moved. Choose another unit.
code-second-root = The tree has a root already. Choose a parent for this unit.
code-split-needs-two = A unit is divided among two units or more. If there is only one, merge it.
code-successor-within = The unit that takes over cannot be the one that ends or stand below it. Choose another, or move that one away first.
code-too-many-successors = At most 50 units take over from one. Choose fewer.
code-unit-ended = This unit has ended by that day. Choose a unit that stands, or an earlier day.
code-unit-in-use = The unit cannot end yet: { $people } dossiers are managed, { $accounts } accounts are open and { $grants } grants are given here. First transfer the dossiers to a unit that takes over, close the accounts, and revoke the grants or give them in the new unit.
code-units-below = { $count } units stand below this one on that day or later: { $units }. Move them under another unit, or let them end along with it.
code-unknown-parent = There is no such parent unit. Establish it first, or choose another one.
code-unknown-successor = There is no such unit to take over. Choose another one, or establish it and try again.
code-would-be-cycle = A unit cannot stand under itself or a unit within it. Choose another parent.

# The working calendar
code-day-already-off = This day is off already. Choose a working day.
code-day-listed-twice = A day is listed twice. Keep one line.
code-day-outside-year = A day does not belong to the year of the calendar. Check the year of each day.
code-not-a-day-off = The day worked for is not among the days off. Add it, or change the worked Saturday.
code-not-a-weekend-saturday = A day worked instead must be a free Saturday. Choose another Saturday.
code-not-a-working-day = This day is a Saturday or Sunday and is off anyway. Choose a working day.
code-too-many-days = The calendar lists too many days. Check the list.
code-year-already-published = The calendar of this year is published with other days. Decree a day off or swap a working day.
code-year-not-published = The calendar of this year is not published. Publish it first.
code-year-out-of-range = No calendar can be published for this year. Check the year.

# Deadline rules
code-bad-pack-code = The code of a rule pack has capital letters, digits and hyphens, for example TN-842-2023.
code-before-pack-in-force = This day is before the rule pack is in force. Choose that day or a later one.
code-duty-listed-twice = One duty has two rules in the same pack. Keep one.
code-no-rules = The rule pack has no rules. Add at least one.
code-pack-already-adopted = This rule pack is adopted with other rules. Amend single rules, or use a new code.
code-pack-not-adopted = This rule pack is not adopted. Adopt it first.
code-term-out-of-range = A term has 1 to 366 days. Change the number of days.

# Why there is no due date
code-calendar-gap = The calendar of the year the term runs into is not published, so there is no due date. Publish that calendar.
code-no-rule = No rule for this duty is in force on that day. Adopt a rule pack that has one.

# Carrying out a request
code-audit-unavailable = That you look at this dossier could not be written down, so it was not opened. Try again in a few minutes; tell the administrators if it lasts.
code-busy = Too many requests are waiting and this one was not recorded. Wait a few seconds and send it again.
code-file-active = This PDF holds something that runs by itself, or files inside. Print it to a new PDF of pages only, or scan again, and upload that.
code-file-encrypted = This PDF has a password. Take the password off and upload it.
code-file-lost = The stored file cannot be opened. Tell the administrators; if the paper is there, scan and upload it again.
code-file-pixels = The picture is too large, at most 50 million pixels. Make it smaller and upload it.
code-file-required = Choose a file to upload. It can be a PDF, JPG or PNG, or a photograph taken with a phone.
code-file-size = The file must be smaller than 20 MB. Scan with a lower resolution, or split it into several files, and upload them.
code-file-type = Only PDF, JPG or PNG files are taken. Save it as one of these and upload it.
code-file-unreadable = The file cannot be opened. Scan again and upload it.
code-files-full = There is no room left for files, so the file was not kept. Tell the administrators, and upload it again later.
code-files-nowhere = This server has no place for files yet. Tell the administrators.
code-files-out-of-reach = The place for files does not answer, so the file could not be kept or opened. Try again in a few minutes; tell the administrators if it lasts.
code-files-refused = The place for files refused, so the file could not be kept or opened. Tell the administrators.
code-key-reused = The key of this request was used for other content. Reload the page and send it with a new key.
code-not-found = This page or dossier was not found, or you may not see it. Check the address, or ask your HR officer.
code-outcome-unknown = It is not known whether this was recorded. Look at the timeline before you send it again.
code-own-access = You cannot decide on your own access. Pass it to someone else who may.
code-administrator-only = Only an administrator may grant administration. Pass the request to an administrator.
code-read-quota = You have opened 60 dossiers in 10 minutes, the most one person may. Wait a few minutes and go on; if your work needs more, tell the head of your unit.
code-read-quota-day = You have opened 300 dossiers in 24 hours, the most one person may. Go on tomorrow; if your work needs more, tell the head of your unit.
code-stale = Someone else has changed this meanwhile. Reload the page, look at the difference and send it again.
code-storage-full = The service has no storage left and can only be read; this was not recorded. Try again later, and tell the operators if it lasts.
code-unexpected = Something went wrong in the service and this could not be done. Try again in a few minutes; if it fails again, tell the operators.

# Importing a list: the whole file
code-legacy-font = The text is in an old encoding (TCVN3 or VNI). Save it as Unicode and import it again.
code-missing-column = The list has no column for the full name or for the personal id number. Add it and import again.
code-no-header = No row of headings was found. Write the headings right above the first person and import again.
code-no-people = Nobody stands under the headings. Check that it is the right file.
code-not-a-spreadsheet = The file cannot be read as an .xlsx, .xls, .ods or .csv list. Open it, save it as .xlsx and import again.
code-password-protected = The spreadsheet is protected by a password. Remove it and import again.
code-too-large = The spreadsheet is too large. Split the list into several files and import each.

# Importing a list: single cells
code-both-sexes = Both the man's and the woman's column are filled in. Keep one of them.
code-cell-error = The formula in this cell fails. Mend it, or type the value itself.
code-digits-lost = The spreadsheet has lost digits, as in 7.9E+10. Format the cell as text and type the number again.
code-duplicate-in-file = This personal id number stands in an earlier row already. Remove the row, or correct the number.
code-list-unit-ambiguous = Several units have this name. Write the code of the unit instead of its name.
code-list-unit-missing = The row names no unit, and none was chosen for the whole list. Write the code of the unit into the row, or choose one for all.
code-list-unit-out-of-scope = This unit is outside what you are in charge of. Leave the row out, or hand it to the officer of that unit.
code-list-unit-unknown = No unit has this code or name. Write its code or its whole name; if the column is not the managing unit, choose not to read it.
code-dossier-withdrawn = This dossier was opened by mistake and withdrawn; nothing is added to it. Open a new dossier for the person.
code-dossier-worked-on = Someone has worked on this dossier since it was opened, so it cannot be withdrawn. Correct what is wrong in it field by field.
code-transfer-unknown = This transfer is not in the dossier. Open the page again from the list of transfers.
code-transfer-reused = This transfer was already recorded with other content. Open the dossier again and start from there.
code-transfer-under-way = A transfer of this dossier is under way. Let it end before recording another one.
code-transfer-to-own-unit = This unit manages the dossier already. Choose another unit.
code-dossier-in-transfer = The dossier was released and waits for the new unit, so the old unit may only read it. Recall the release if something must still be changed.
code-dossier-merged = This dossier was merged into another one, so nothing more is recorded in it. Record it in the kept dossier, or separate the two if they were merged by mistake.
code-merge-awaits-check = Something in the dossier to close waits for a check. Check, return or withdraw it before merging.
code-merge-holds-others = Another dossier was merged into the one to close. Keep this one, or separate the other first.
code-merge-in-transfer = The dossier to close is being transferred. Let the transfer end, or cancel it, before merging.
code-merge-kept-is-merged = The dossier to keep was itself merged into another one. Merge into that one, or separate it first.
code-merge-number-taken-over = The kept dossier bears the personal id number of the other. Correct the number of the kept dossier before separating.
code-merge-same-dossier = A dossier is not merged into itself. Choose two different ones.
code-merge-there-is-none = These two dossiers are not merged. Open them again to see how they stand now.
code-transfer-not-released = The old unit has not released the dossier yet. Take this step once it has.
code-transfer-already-released = The dossier was already released. Open the transfer to see how far it is.
code-inventory-empty = The inventory lists no paper. Enter each paper of the dossier and its pages.
code-inventory-too-long = An inventory has at most 300 lines. Put papers of one kind on one line.
code-paper-not-received = No valid paper dossier was received yet. Record the day it was received first.
code-paper-already-received = The valid paper dossier was already received. The new unit can now accept or refuse.
code-no-reasons = No reason is given. Say at least one why the paper dossier is not valid.
code-too-many-reasons = Give at most 20 reasons. Put similar ones together.
code-before-previous-step = This day is before that of the previous step. Enter that day or a later one.
code-before-effective-day = The decision does not take effect by this day. Enter the day it takes effect or a later one.
code-transfer-already-accepted = This transfer is over: the new unit accepted the dossier. There is nothing left to do.
code-transfer-already-refused = This transfer is over: the new unit refused. Order a new transfer if needed.
code-transfer-already-cancelled = This transfer is over: it was cancelled. Order a new transfer if needed.
code-ending-unknown = This end of service is not in the dossier. Open the dossier again and start from there.
code-ending-reused = This end of service was already recorded with other content. Open the dossier again and start from there.
code-service-ended = This person is no longer in service, and that is recorded already. The dossier is only corrected, on a paper; if the ending is wrong, put it right.
code-ending-announced = Another end of service is recorded ahead for this person. Put that one right instead of adding one.
code-not-ended = This person is in service, or that ending stands no more. Open the dossier again to see how it is now.
code-ending-unchanged = The end of service is recorded exactly so. Change what is wrong, then send it again.
code-end-transfer-first = A transfer of this dossier is under way. End or cancel the transfer first, then record the end of service.
code-received-before-signed = The paper dossier would have been there before its paper was signed. Check both days.
code-ending-too-far-ahead = The day is more than a year ahead. Check the day, or record it nearer to it.
code-ended-before-served = Service would end before the dossier was confirmed, or before the last return. Check the day.
code-shown-before-death = The paper that shows the death is dated before it. Check both days.
code-asked-after-end = The request to resign is dated after the decision or after the end of service. Check these days.
code-discipline-after-end = The disciplinary decision is dated after the end of service. Check both days.
code-no-return-from-death = The dossier says that this person died, so there is no return. If that is wrong, put the ending right.
code-resumed-before-end = The return is dated before the end of service. Check the day.
code-not-the-person = This personal id number is not that of the dossier. Check the number on the paper dossier.
code-nobody-left = Nobody with this number is recorded as having left. Check the number; if it is right, ask the department of home affairs where the dossier is.
code-transfer-term-missing = A rotation is for a term. Enter the last day of the decision.
code-transfer-term-backwards = The last day is before the decision takes effect. Enter that day or a later one.
code-secondment-unknown = This secondment is not in the dossier. Open the page again from the list of secondments.
code-secondment-reused = This secondment was already recorded with other content. Open the dossier again and start from there.
code-secondment-to-own-unit = This unit manages the dossier. Choose another unit as the host.
code-secondment-during-transfer = A transfer of this dossier is under way. Let it end before recording a secondment.
code-secondment-backwards = The last day is before the first one. Enter the first day or a later one.
code-secondment-overlaps = The person is seconded elsewhere in these days. Choose other days, or end the other secondment early.
code-secondment-not-longer = The new last day has to be after the present one. Enter a later day.
code-secondment-not-shorter = The new last day has to be before the present one. Enter an earlier day.
code-secondment-over = This secondment is over, so it cannot end early any more. There is nothing left to do.
code-secondment-already-cancelled = This secondment was cancelled. Record a new one if needed.
code-not-at-unit = The dossier is not managed by that unit. Look where the person is now and plan again.
code-not-moved = The dossier did not go with that mass move. There is nothing to undo; transfer it alone if needed.
code-went-on = The dossier went on to another unit after the mass move. What came later is not undone with it; transfer the person alone if needed.
code-manifest-changed = The list of the mass move is no longer the one that was seen or approved, so nobody is moved. Plan a new one, look it over and have it approved.
code-mass-move-nobody = Nobody is to go anywhere. Look at why each person was left, and plan again.
code-mass-move-not-approved = The mass move is not approved yet. Ask someone who may approve it to look at it first.
code-mass-move-own-plan = Who planned a mass move does not approve it; who goes with it does not approve, carry out or undo it. Ask someone else for this step.
code-mass-move-successor-ended = Not ended: a unit that was to take over did not stand on that day. End this unit on its page, with another one that takes over.
code-mass-move-undo-not-ordered = Nobody asked for this mass move to be undone. Open its page again to see how far it is.
code-mass-move-undone = This mass move was undone. Plan a new one if needed.
code-mass-move-early = The decision takes effect on { $day }. Carry it out from that day on.
code-mass-move-end-into = It is not clear where { $unit } goes: nobody of it is on the list. Name the unit that takes over after the sign =.
code-mass-move-too-many = One mass move takes { $max } people at most. Divide it into several.
code-mass-move-under-way = Someone carries this mass move out. Wait until it is done and look again; if the machine stopped on the way, it can go on after a minute.
code-mass-move-unit-ended = It cannot be undone yet: { $count } old units have ended by another decision ({ $units }). If that end is taken back too, restore the unit on its page, then undo; if not, plan a new move to the unit that took over.
code-mass-move-unit-kept = Not ended: dossiers, open accounts or access are still kept there. See to them, then end the unit on its page.
code-mass-move-units-below = Not ended: units below it still stand. See to those first.
code-name-differs = This personal id number belongs to someone of another name. Correct the name or the number in the list.
code-person-unknown = No dossier has this personal id number. Check the number, or take the dossier in first.
code-stays-by-decision = Stays, as named in the mass move. Nothing needs to be done.
code-twice-on-list = The person is on the list twice; the first row counts. Remove the other.
code-not-text = This cell holds true or false. Type it again as text or a number.
code-turned-into-date = The spreadsheet has turned this cell into a date. Format it as text and type it again.

# Importing a list: what was put right
code-alias = A usual name was turned into the code of the list. Look whether it is what was meant.
code-date-form = A date written in another way was read. Look at day and month.
code-decimal-comma = A decimal comma was turned into a point. Nothing needs to be done.
code-derived = Not in the list, told by another cell. Look whether it is right.
code-grade-zero = A zero that the grade code had lost was put back. Look at the code.
code-joined-name = A name was joined from two columns. Look at the name.
code-leading-zero = A zero lost at the front was put back. Look at the number.
code-separators = Dots, spaces or dashes in a number were taken out. Nothing needs to be done.
code-serial-date = A date kept as a number by the spreadsheet was read. Look at day and month.
code-spaces = Needless spaces were taken out. Nothing needs to be done.
code-step-of-steps = The step was read from “step of steps”. Look at the step.
code-upper-case-name = A name in capitals was rewritten. Look at the capitals of the name.

# Verifying the log
code-altered = This fact is not the one that was recorded. Leave the database as it is, stop writing and compare with a backup.
code-head-differs = The end row does not agree with the last fact. Leave the database as it is, stop writing and compare with a backup.
code-missing = A fact is missing here. Leave the database as it is, stop writing and compare with a backup.
code-out-of-time = This fact says it was recorded before its forerunner. Check the server's clock and compare with a backup.
code-unchained = This fact does not follow from the one before it. Leave the database as it is, stop writing and compare with a backup.

# How a due date stands: the three words used everywhere
code-due = Due
code-met-late = Overdue, done since
code-met-on-time = On time
code-overdue = Overdue
code-unknown = No due date yet
code-void = No longer owed

# Duties
duty-issue-account = Issue the account
duty-first-entry = Enter the first record
duty-declare-change = Declare a change
duty-check = Check and store
duty-take-over = Take the person over
duty-record-ending = Record that service ended
duty-amend = Mend what was returned

# Events: what happened
event-dossier-opened = Dossier taken in
event-section-entered = Section entered
event-record-submitted = Record handed in for checking
event-change-declared = Change declared
event-late-entry-declared = Late entry declared
event-error-corrected = Error corrected
event-agency-entry-recorded = Recorded on a decision
event-submission-checked = Checked and stored
event-submission-returned = Returned to be mended
event-submission-withdrawn = Withdrawn
event-section-found-unchanged = Compared, nothing to change
event-paper-scanned = A paper was scanned
event-dossier-taken-in = Dossier taken in from a sealed package
event-opening-withdrawn = Opening by mistake withdrawn
event-transfer-ordered = Transfer ordered
event-dossier-released = Dossier released to the new unit
event-paper-dossier-received = Valid paper dossier received
event-paper-dossier-found-invalid = Paper dossier found not valid
event-transfer-accepted = Dossier accepted by the new unit
event-transfer-refused = Transfer refused by the new unit
event-release-recalled = Release recalled
event-transfer-cancelled = Transfer cancelled
event-ending-announced = End of service recorded ahead
event-service-ended = Service ended
event-ending-corrected = End of service put right
event-ending-reversed = End of service taken back
event-service-resumed = Back in service
event-secondment-ordered = Secondment ordered
event-secondment-prolonged = Secondment prolonged
event-secondment-ended-early = Secondment ended early
event-secondment-cancelled = Secondment cancelled
event-duplicate-taken-in = Duplicate merged into this dossier
event-found-duplicate = Merged into another dossier of the same person
event-duplicate-set-apart = Dossier merged by mistake separated
event-found-separate = Separated from the dossier it was merged into by mistake
event-found-two-people = Confirmed not to be the same person as another dossier
event-moved-by-decision = Moved with others by one decision
event-moved-back = Mass move undone, back at the old unit
event-account-issued = Account issued
event-access-granted = Access granted
event-access-restricted = Access restricted
event-access-extended = Access extended
event-access-revoked = Access revoked
event-account-moved = Account moved to the new unit
event-account-closed = Account closed
event-account-closed-with-service = Account closed with the end of service
event-account-reopened = Account opened again
event-unit-established = Unit established
event-unit-renamed = Unit renamed
event-unit-moved = Unit moved
event-unit-merged = Unit merged
event-unit-split = Unit divided
event-unit-dissolved = Unit dissolved
event-unit-restored = The unit was restored
event-calendar-published = Calendar of the year published
event-day-off-decreed = Day off decreed
event-workday-swapped = Working day swapped
event-rule-pack-adopted = Rule pack adopted
event-rule-amended = Rule amended
event-mass-move-approved = Mass move approved
event-mass-move-completed = Mass move carried out
event-mass-move-undo-ordered = Mass move ordered to be undone
event-mass-move-undone = Mass move undone

# Roles
role-data-officer = Data officer
role-head = Head of the unit
role-inspector = Inspector
role-administrator = Administrator

# Kinds of unit
unit-kind-province = Province
unit-kind-department = Department
unit-kind-commune = Commune or ward
unit-kind-school = School
unit-kind-health-station = Health station
unit-kind-service-unit = Other public service unit

# Through what it came in
source-page = Page
source-api = Interface (API)
source-command-line = Command line
source-import = Import from a file
source-job = The service itself

# Signing in
code-activation-used = This activation code has been used, is older than 72 hours or was mistyped. Check every character; if it still fails, ask your HR officer for a new one.
code-bad-credentials = The sign-in name or the password is not right. Type both again; if you have forgotten the password, ask your HR officer for a new activation code.
code-code-wrong = This code is not right, has expired or has been used. Wait until your app shows a new one and type its six digits.
code-password-common = This password is easy to guess: very common, or made of your name, the province or your agency. Four unrelated words are easier to remember and safer.
code-password-long = The password has { $actual } characters; at most { $limit } are taken. Make it shorter.
code-password-short = The new password has { $actual } characters; at least { $limit } are needed. Add a few words.
code-password-wrong = The password is not right. Type it again.
code-second-factor-required = To record or hand in anything, turn on two-step verification on the page “Account security”. Without it you can still read your own record.
code-session-expired = Your session has ended because it was not used for a while. Sign in again to go on.
code-sign-on-declined = You did not sign in at the sign-on service, or it declined. Try again, or use your sign-in name and password.
code-sign-on-no-id = The sign-on service did not say a personal id number, so it is not known who you are. Use your sign-in name and password, and tell an administrator.
code-sign-on-not-again = This was not the holder of the session, or the sign-on service did not ask for a fresh proof. Try again; if it still fails, sign out and sign in again.
code-sign-on-stale = This sign-in has been used, is older than 10 minutes or was begun in another browser. Sign in again from the start.
code-sign-on-unknown = You signed in at the sign-on service, but no account in use here is yours. Ask your agency’s HR officer.
code-sign-on-unreachable = The sign-on service cannot be reached now. Try again later, or use your sign-in name and password.
code-sign-on-untrusted = The answer of the sign-on service could not be verified, so you are not signed in. Try again; if it happens again, tell an administrator.
code-slow-down = There were many wrong attempts. Try again in { $seconds } seconds.
code-step-up-required = This act weighs. Verify that it is you; what you typed is kept.
# What was opened, in the access log
opened-dossier = The dossier's page
opened-record = The record
opened-timeline = The timeline
opened-replay = What happened, step by step
opened-deadlines = The deadlines
opened-deadline = Why a deadline is when it is
opened-section = One section
opened-fact = One fact
opened-check = The check of what was handed in
opened-papers = The list of papers
opened-scan = The scan of a paper
opened-transfer = The cover sheet of a transfer
opened-secondment = A secondment
opened-access-log = Who has looked at the dossier
opened-export = An export
opened-print = A print
opened-duplicates = Possible duplicates
opened-people = The list of dossiers
opened-name-search = A search by name
opened-id-search = A search by personal id number
opened-due-list = A list of deadlines
opened-other = Another page of the dossier

# On what ground
ground-service = The server
ground-own = The person themselves
ground-grant = A grant

# What came of it
outcome-shown = Shown
outcome-denied = Refused, nothing was shown
outcome-quota = Too many dossiers, nothing was shown

# Packages.
code-package-checkpoint = The checkpoint in the package is not signed by the sender, or is of another log. Ask the sender for a new package.
code-package-container = The package was cut or changed at byte { $at }. Ask the sender to send it again.
code-package-dossier-here = The dossier of the package is here already, and not from this package. Nothing was recorded; compare with the sender.
code-package-fact-changed = The fact at position { $position } is not the one that was recorded. Do not use this package; tell the sender.
code-package-fact-foreign = The fact at position { $position } is of another dossier. Do not use this package; tell the sender.
code-package-fact-future = The fact at position { $position } says it was recorded after the present time of this server. Check the clocks on both sides, then take it in again.
code-package-fact-missing = Fact number { $sequence } of the dossier is not there. Ask the sender for a new package.
code-package-fact-proof = The proof of the fact at position { $position } does not lead to the checkpoint. Do not use this package; tell the sender.
code-package-fact-unreadable = Line { $line } of facts.jsonl cannot be read. Ask the sender for a new package.
code-package-unit-unreadable = Line { $line } of catalogue/units.jsonl (the names of units) cannot be read. Ask the sender for a new package.
code-package-file-changed = The file { $file } is not the one that was signed. Do not use this package; ask the sender to send it again.
code-package-file-missing = The package has no file { $file }. Ask the sender for a new package.
code-package-file-unknown = The file { $file } is not part of what was signed, or not in its place. Do not use this package; ask the sender to send it again.
code-package-manifest = manifest.json cannot be read, or does not fit the files. Ask the sender for a new package.
code-package-newer = The package has format version { $version }, newer than this program. Keep the file as it is and check it again after an upgrade.
code-package-not-one = This file is not a package. Choose one that `hoso package export` made.
code-package-other-key = The package is signed by another key, named { $name }, than the one that was given. Ask the sender before you use it.
code-package-other-unit = The dossier was taken in before and is managed by another unit. Only that unit can take in what followed.
code-package-overtaken = Since the package before, facts were recorded here, so what the sender recorded later can no longer be taken in. Compare with the sender and record by a decision.
code-package-receipt = The receipt is not signed by the receiver with the key that was given. Ask the receiver for the receipt again.
code-package-receipt-other = The receipt is of another package. Choose the package that was sent, or ask the receiver for the receipt again.
code-package-scan = File { $file } is no PDF, JPEG or PNG of its kind. Ask the sender to make the package again.
code-package-signature = The signature of the package does not fit manifest.json. Do not use this package; ask the sender to send it again.
code-package-too-large = The package is larger than is taken, for example over 512 MiB or too many files. Ask the operator at the sender.
# Kinds of steps of a replay
replay-kind-intake = Taken in
replay-kind-account = Account issued
replay-kind-entry = Entry
replay-kind-hand-in = Handed in
replay-kind-check = Check
replay-kind-return = Return
replay-kind-withdrawal = Withdrawal
replay-kind-unchanged = Found unchanged
replay-kind-scan = Scan
replay-kind-change = Change
replay-kind-late-entry = Late entry
replay-kind-correction = Correction
replay-kind-decision = On a decision
replay-kind-appointment = Appointment, post
replay-kind-pay = Pay and grade
replay-kind-training = Training
replay-kind-reward = Reward
replay-kind-discipline = Discipline
replay-kind-transfer = Transfer
replay-kind-ending = Retirement, resignation, death
replay-kind-newer = Newer version
replay-kind-merge = Merged or separated
