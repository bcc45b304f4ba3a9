# The words of the pages a clerk works in all day, and of the page of one fact.

## What is to be done
page-clerk-nav = To do
page-clerk-work-title = To do
page-clerk-begin = Begin checking
page-clerk-begin-none = No dossier waits for you to check it.
page-clerk-open-link = Take a new dossier in
page-clerk-groups = Open work by kind
page-clerk-kind = Kind of work
page-clerk-all = All
page-clerk-due-today = Due today
page-clerk-due-next-day = Next working day
page-clerk-due-later = Later
page-clerk-kind-first-check = Check a first record
page-clerk-kind-later-check = Check a change, late entry or correction
page-clerk-kind-issue-account = Issue an account
page-clerk-kind-first-entry = First record not entered by the person
page-clerk-kind-amend = Returned, waiting for the person to mend it
page-clerk-kind-take-over = Take over a transferred dossier
page-clerk-kind-record-ending = Record the end of service
page-clerk-work-list = List, most urgent first
page-clerk-all-kinds = All kinds of work
page-clerk-filter = Filter
page-clerk-shown = On this page: { $n }.
page-clerk-select = Select
page-clerk-select-one = Select { $name }
page-clerk-act = Do
page-clerk-act-check = Check
page-clerk-act-transfer = See the transfer
page-clerk-act-account = Issue account
page-clerk-act-open = Open dossier
page-clerk-own = Your own dossier: hand it to a colleague.
page-clerk-from-start = Back to the most urgent
page-clerk-none = Nothing is waiting.
page-clerk-none-do = New work appears here when someone hands in a record, declares a change, or when you take in a confirmed paper dossier.
page-clerk-none-here = Nothing is left in what you are filtering for.
page-clerk-show-all = Show all open work
page-clerk-recorded = Recorded, dossier of { $name }:
page-clerk-see-fact = See the recorded event
page-clerk-back-to-work = Back to the list of work

## Checking against the paper
page-clerk-check-title = Check: { $name }
page-clerk-handed-in = Handed in
page-clerk-handed-in-by = By
page-clerk-of-first-record = First record
page-clerk-of-change = Declared change, happened on { $day }
page-clerk-of-late-entry = Late entry, true since { $day }
page-clerk-of-correction = Correction asked for
page-clerk-of-mended = Handed in again after mending
page-clerk-whole-dossier = See the whole dossier
page-clerk-paper = Paper
page-clerk-no-scan = There is no scan yet. Compare with the paper in the dossier.
page-clerk-paper-of-declaration = Paper of what was handed in
page-clerk-paper-of-dossier = Confirmation of the paper dossier
page-clerk-paper-number = Number of the paper
page-clerk-paper-dated = Signed on
page-clerk-paper-issuer = Issued by
page-clerk-keys-on = Use keys
page-clerk-keys-told = K matches, S differs, T not on the paper (or Alt+1, Alt+2, Alt+3); ↑ ↓ to move between fields; Ctrl+Enter to finish. Letters do nothing while you type in a box.
page-clerk-section-matches = All { $n } fields of this section match
page-clerk-matches = Matches
page-clerk-differs = Differs
page-clerk-not-on-paper = Not on the paper
page-clerk-before = Before:
page-clerk-changed = (changed)
page-clerk-objected-before = Returned last time because:
page-clerk-reason-canned = Reason for returning
page-clerk-reason-choose = Choose a usual sentence
page-clerk-reason-own = Add to it, or use your own words
page-clerk-reason-differs = What was declared differs from the paper dossier.
page-clerk-reason-mistyped = Letters or digits differ from the paper dossier.
page-clerk-reason-part-missing = Less was declared than the paper dossier says.
page-clerk-reason-not-on-paper = The paper dossier does not have this.
page-clerk-reason-unreadable = The paper cannot be read; hand in a clearer copy.
page-clerk-reason-needs-paper = There is no paper to prove it; hand in a copy.
page-clerk-reason-missing = Choose or write the reason for returning { $field }.
page-clerk-reason-too-long = The reason for returning { $field } is longer than 500 characters. Shorten it.
page-clerk-reason-invisible = The reason for returning { $field } holds a character nobody can see. Delete it and type again.
page-clerk-undecided = Fields without a decision: { $n }. Choose Matches, Differs or Not on the paper, or use the button “The rest matches”.
page-clerk-progress = Decided: { $done } of { $all }
page-clerk-finish = Finish
page-clerk-rest-matches = The rest matches, finish
page-clerk-later = Later, on to the next
page-clerk-next = On to the next
page-clerk-ended-title = Dealt with: { $name }
page-clerk-ended-checked = { $who } checked this at { $at }: it matches and is stored.
page-clerk-ended-returned = { $who } returned this at { $at } to be mended.
page-clerk-ended-withdrawn = { $who } took this back at { $at }.
page-clerk-ended-nothing-sent = What you chose here was not recorded besides. You can go on to the next.
page-clerk-own-title = Your own dossier

## On the page of a dossier
page-clerk-to-do = What you do with this dossier
page-clerk-check-n = Check what waits ({ $n })
page-clerk-fact-label = Event
page-clerk-fact-number = number { $n }

## Taking a dossier in
page-clerk-open-title = Take a new dossier in
page-clerk-open-lead = Type what the paper dossier says that the competent authority confirmed. After this the unit has 5 working days from the day of confirmation to issue the account.
page-clerk-number = Personal id number
page-clerk-number-hint = 12 digits on the identity card, for example 079 085 012 345
page-clerk-full-name = Full name at birth
page-clerk-full-name-hint = With all marks, as on the paper dossier
page-clerk-keeping-unit = Unit that keeps the dossier
page-clerk-unit-choose = Choose a unit
page-clerk-unit-missing = Choose the unit that keeps the dossier.
page-clerk-unit-wrong = It is not clear which unit is meant. Type the whole name or the code.
page-clerk-confirmed-on = Day the paper dossier was confirmed
page-clerk-confirmation = Confirmation of the paper dossier
page-clerk-paper-number-hint = For example: 112/QĐ-SNV
page-clerk-paper-issuer-hint = For example: Sở Nội vụ tỉnh Tây Ninh
page-clerk-day-hint = Day, month and year, for example 05/03/2026
page-clerk-open-act = Take the dossier in
page-clerk-taken-here = This number stands in the dossier of { $name }, { $unit }. Everyone has one dossier: open that one and go on there, or check the number you typed.
page-clerk-taken-elsewhere = This number stands in a dossier outside what you may see. Check the number you typed; if it is right, ask the department of home affairs where the dossier is and have it transferred. Who left and is taken in again goes on with the dossier they had.
page-clerk-open-that-one = Open that dossier

## The account
page-clerk-account-title = Issue an account
page-clerk-account-lead = The person uses this account to enter the record. The time for the first record counts from the day the account is issued.
page-clerk-account-there = This person has an account.
page-clerk-account-act = Issue the account of { $name }

## Several people at once
page-clerk-issue-selected = Issue accounts for those selected
page-clerk-print-selected = Make a list to print
page-clerk-issued-title = Accounts issued
page-clerk-outcome = Outcome
page-clerk-issued = The account is issued.
page-clerk-nobody-title = Nobody is selected
page-clerk-nobody-selected = Nobody is selected. Go back to the list, tick the boxes before the names, and try again.
page-clerk-to-accounts = Those who wait for an account
page-clerk-list-title = Selected people
page-clerk-list-made = Made by { $who } at { $at }.
page-clerk-list-number = No.

## The list of people
page-clerk-number-search-title = Find by personal id number
page-clerk-number-search-hint = 12 digits. The number does not show in the page's address.
page-clerk-number-search = Find by number
page-clerk-number-none = In the units you may see, no dossier has this number. Check each digit.
page-clerk-sort-turn = , turn the order round

## One event
page-clerk-fact-title = Event number { $n }
page-clerk-fact-other = { $who }: { $what }.
page-clerk-fact-about = Dossier of
page-clerk-fact-for = For
page-clerk-fact-changes = Before and after
page-clerk-fact-objections = What was returned
page-clerk-fact-in-log = In the log
page-clerk-fact-in-log-told = A recorded event cannot be changed or removed. The hashes let anyone verify that.
page-clerk-fact-position = Position in the log
page-clerk-fact-sequence = Sequence in its dossier or stream
page-clerk-fact-correlation = Id of the act
page-clerk-fact-leaf = Hash of the event
page-clerk-fact-chain = Hash chain up to this event
page-clerk-fact-json = See the stored data

## On a decision, as a correction, unchanged
page-clerk-decision-title = Record on a decision
page-clerk-decision-lead = Only the unit that keeps the dossier records these, on a signed decision. They stand as soon as they are recorded.
page-clerk-decision-paper = Decision
page-clerk-decision-act = Record on this decision
page-clerk-correction-title = Correct an error
page-clerk-correction-lead = For what the record said and was never so. What it said before is kept in the timeline. If the world changed, do not correct: have the change declared.
page-clerk-correction-paper = Paper it rests on
page-clerk-correction-reason = Reason for the correction
page-clerk-reason-hint = What is wrong and why, for example: year of birth mistyped
page-clerk-correction-act = Correct
page-clerk-unchanged-title = Compared, nothing changed
page-clerk-unchanged-lead = Records that a part of the dossier was compared with a paper and is still right.
page-clerk-unchanged-paper = Paper it was compared with
page-clerk-unchanged-act = Record: nothing changed
page-clerk-parts = Choose a part of the dossier
page-clerk-part-missing = Choose a part of the dossier first.
page-clerk-effective-on = In force since
page-clerk-row = { $table }: a row that is there
page-clerk-new-row = { $table }: a new row
page-clerk-nothing-said = Nothing differs from the record as it stands. Change or fill in at least one field.
