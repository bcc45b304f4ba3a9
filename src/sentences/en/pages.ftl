# The words of the pages, and of the failures the service itself reports. Every key starts page-.

## Around a page
page-site-name = Records of cadres, civil servants and public employees
page-brand = Personnel records
page-skip = To the main content
page-band = INVENTED DATA
page-band-why = – every person, unit and paper here was made up by a machine for trying out.
page-nav = Main pages
page-nav-board = Deadlines
page-nav-people = Dossiers
page-nav-own = My dossier
page-acting-as = Acting as
page-act-as-other = Act as someone else
page-crumbs = You are here
page-as-of = Figures as of { $at }.
page-language-name = English

## Days, papers, people
page-monday = Monday
page-tuesday = Tuesday
page-wednesday = Wednesday
page-thursday = Thursday
page-friday = Friday
page-saturday = Saturday
page-sunday = Sunday
page-paper = no. { $number } of { $day }, issued by { $issuer }
page-who-for-unit = { $name } ({ $unit })
page-who-and-when = { $who }, at { $at }
page-recorded-by = Recorded by
page-recorded-at = Recorded at
page-effective-on = In effect from
page-checked-by = Checked by
page-paper-label = On paper
page-paper-none = No paper named
page-reason = Reason
page-source = Through
page-since = (in effect from { $day })
page-value-none = (blank)
page-recorded-by-new = Recorded the new value
page-recorded-by-old = Recorded the standing value
page-checked-by-old = Checked the standing value
page-value-file = File kept, mark { $begins }…

## Whom to act as
page-choose-title = Choose whom to act as
page-choose-lead = Each role sees another part of the same province. Choose a person to begin; you can act as someone else at any time from the top of the page.
page-choose-nobody = There is nobody to choose yet. Run “hoso demo” again to make the data.
page-choose-act = Act as { $name }
page-role-officer-finds = Sees what is due in their unit, compares what was entered with the paper dossier, stores it or returns it.
page-role-head-finds = Sees how their unit and the units below it keep their deadlines, and what is late.
page-role-inspector-finds = Goes from the figures of the whole mandate to each person, each fact and the paper behind it.
page-role-official = Official
page-role-official-finds = Reads their own record of many years: who recorded each value, when, on which paper, and what stood before.
page-role-new-official = Official with a new account
page-role-new-official-finds = A record half entered, its first deadline close.
page-role-late-official = Late official
page-role-late-official-finds = A first record overdue, and why it was due on that day.
page-role-returned-official = Official with a returned record
page-role-returned-official-finds = A record sent back, with a reason at each field and a deadline of its own.
page-role-administrator-finds = Sees what keeping the service asks for: accounts, units, calendar, rules, health; reads nobody's dossier.

## Duties
page-by-person = The person the dossier is about
page-by-managing-unit = The managing unit
page-by-receiving-unit = The receiving unit
page-term-working-days = { $n } working days
page-term-days = { $n } days

## Deadlines
page-chip-in-time = In time
page-chip-soon = Due soon
page-chip-overdue = Overdue
page-chip-met-on-time = Done in time
page-chip-met-late = Done late
page-chip-void = No longer needed
page-chip-unknown = No due date yet
page-due-left = working days left: { $n }, ends at 24:00 on { $day }
page-due-today = ends at 24:00 today, { $day }
page-due-passed = working days late: { $n }, was due by 24:00 on { $day }
page-due-just-passed = was due by 24:00 on { $day }, no working day has passed since
page-due-met = done on { $met }, due { $day }
page-due-met-late = done on { $met }, working days late: { $n }, due { $day }
page-due-void = no longer needed since { $day }
page-due-missing-year = The working calendar of { $year } is not known yet, so there is no due date.
page-due-no-rule = No rule gives a term for this yet.
page-why-link = Why this date?

## List of dossiers
page-people-title = Dossiers
page-people-search = Search by name
page-people-search-hint = With or without marks, for example: nguyen thi huong
page-people-unit = Unit
page-people-unit-hint = Type the name or code of a unit; with or without marks
page-people-unit-wrong = It is not clear which unit is meant. Type its whole name or code. The list below is of all units.
page-people-all-units = All units I may see
page-people-all-units-lower = the units you may see
page-people-find = Search
page-people-name = Full name
page-people-situation = Situation
page-people-next = Next duty
page-people-born = born { $day }
page-people-nothing-due = Nothing is waiting
page-people-found = People matching “{ $query }”: { $n }.
page-people-found-first = The first { $n } people matching “{ $query }”.
page-people-shown = People, by name: { $n }.
page-people-shown-first = People on this page, by name: { $n }.
page-people-more = Show more
page-people-narrow = Others match too. Type more of the name or choose a unit to narrow the list.
page-people-none-found = 0 results for “{ $query }” in { $place }.
page-people-none-found-do = Try fewer words; with or without marks is fine.
page-people-search-everywhere = Search all units you may see
page-people-none-here = There is no dossier yet in { $place }.
page-people-none-here-do = Dossiers appear here once they are opened from a confirmed paper dossier.

## Situation of a dossier
page-situation-first-entry = First entry under way
page-situation-first-returned = First record returned, being amended
page-situation-first-check = First check waiting
page-situation-kept = Checked, kept current
page-situation-withdrawn = Withdrawn, opened by mistake
page-opened-on = Paper dossier confirmed
page-state-draft = Draft, not handed in
page-state-waiting = Waiting for the check
page-state-returned = Returned
page-state-checked = Checked
page-returned-title = Returned, to be amended
page-objection = Reason for the return:

## One dossier
page-deadlines-title = Duties and deadlines
page-deadlines-none = Nothing is waiting.
page-deadlines-past = Past duties: { $n }
page-record-title = The record
page-record-empty = At this moment the record holds nothing.
page-record-jump = Go to a part of the record
page-record-parts = Parts of the record
page-record-blank-sections = Nothing yet in these sections:
page-origin = Origin
page-not-checked = Not checked yet
page-stands-at-once = Stood as soon as it was recorded, on the paper above
page-moment-true-on = Show what was true on
page-moment-true-on-hint = What was in effect on this day, for example 30/09/2024
page-moment-known-at = Only by what was recorded until
page-moment-known-at-hint = Leaves out what was recorded later, for example 05/03/2026 or 10:42 05/03/2026
page-moment-show = Show
page-moment-day-wrong = Enter day, month and year, for example 30/09/2024.
page-moment-known-wrong = Enter a day such as 05/03/2026, or a time and day such as 10:42 05/03/2026.
page-moment-told-now = This is the record now, with everything recorded so far.
page-moment-told-true-on = This is what was true on { $day }, by everything recorded so far.
page-moment-told-known-at = This is the record by what was recorded until { $at }. What was recorded later does not count.
page-moment-told-both = This is what was true on { $day }, by what was recorded until { $at }.
page-moment-now = Back to now

## Timeline
page-timeline-title = Timeline
page-timeline-order = What was recorded last stands first. No line is ever changed or removed.
page-timeline-empty = Nothing was recorded before this moment.
page-timeline-older = Show earlier facts
page-timeline-newest = Back to the newest
page-timeline-later = Recorded after the moment shown; it does not count in the record above.
page-timeline-entries = Show { $n } values
page-before = before:
page-after = now:
page-fields-and-more = { $fields } and { $more } more
page-fact-dossier-opened = { $who } opened the dossier from a confirmed paper dossier.
page-fact-account-issued = { $who } issued the account of the person.
page-fact-section-entered = { $who } entered the section { $what }.
page-fact-section-entered-for = { $who } entered the section { $what } for the person.
page-fact-record-submitted = { $who } handed in values for checking: { $what }.
page-fact-change-declared = { $who } declared a change: { $what }.
page-fact-late-entry-declared = { $who } added what the record never had: { $what }.
page-fact-correction-asked = { $who } asked for a correction: { $what }.
page-fact-error-corrected = { $who } corrected: { $what }.
page-fact-agency-entry-recorded = { $who } recorded on a decision: { $what }.
page-fact-submission-checked = { $who } compared values with the paper: { $what } match and are stored.
page-fact-submission-returned = { $who } returned the submission: { $what } do not match the paper.
page-fact-submission-withdrawn = { $who } took back what was handed in.
page-fact-paper-scanned = { $who } handed in a scan of paper { $what }.
page-fact-section-unchanged = { $who } compared the section { $what }: nothing to change.
page-fact-opening-withdrawn = { $who } withdrew the opening made by mistake; the dossier counts in no list and no deadline.
page-fact-transfer-ordered = { $who } recorded the order to another unit, by paper { $what }.
page-fact-dossier-released = { $who } released the dossier to the new unit; the inventory has { $what } lines.
page-fact-paper-dossier-received = { $who } received the valid paper dossier.
page-fact-paper-dossier-found-invalid = { $who } received the paper dossier and found it not valid: { $what }.
page-fact-transfer-accepted = { $who } accepted the dossier and manages it from here on.
page-fact-transfer-refused = { $who } refused the transfer; the old unit goes on managing the dossier.
page-fact-release-recalled = { $who } recalled the released dossier.
page-fact-transfer-cancelled = { $who } cancelled the transfer; the old unit goes on managing the dossier.
page-fact-secondment-ordered = { $who } recorded the decision on a secondment, { $what }.
page-fact-secondment-prolonged = { $who } recorded the decision that prolongs the secondment until { $what }.
page-fact-secondment-ended-early = { $who } recorded the decision that ends the secondment early, on { $what }.
page-fact-secondment-cancelled = { $who } cancelled the secondment.
page-fact-other = { $who } recorded something else ({ $what }).

## Deadline board
page-board-title = Deadlines: { $unit }
page-board-open = Waiting
page-board-finished = Done
page-board-share = Share in time
page-board-share-told = Share in time: duties done in time, of all that are done or overdue.
page-board-by-duty = By duty
page-board-duty = Duty
page-board-unit = Unit
page-board-due = Due
page-board-below = Units below
page-board-below-order = Most overdue first; each with everything under it.
page-board-all-units = Show all { $n } units
page-board-next = Waiting, most urgent first
page-board-next-shown = { $n } of { $all } waiting.
page-board-all-duties = Show { $n }
page-board-all-done = Nothing is waiting.
page-board-nothing = There are no deadlines to keep yet.
page-board-nothing-do = The first one appears when a dossier is opened from a confirmed paper dossier.

## Why this date?
page-why-title = Why this date?
page-why-rule = The rule
page-why-term = Term
page-why-who = Who has to act
page-why-starts = Counted from
page-why-basis = Legal basis
page-why-start = What started the term
page-why-started-on = Started on
page-why-entered = Entered into the system
page-why-entered-same-day = on { $day }, the same day
page-why-entered-late = on { $day }, working days after the start: { $n }
page-why-days = Day by day
page-why-day = Day
page-why-counted = Day no.
page-why-not-counted = not counted
page-why-reason = Because
page-why-last-day = The last day, ends at 24:00
page-why-end = What ended the term
page-why-ended-on = Ended on
page-why-versions = By which calendar and rules
page-why-pack = Rule pack
page-why-rulebook = Version of the rules
page-why-calendar = Version of the working calendar
page-why-ends-at-24 = A term ends at 24:00 of its last day, Viet Nam time. The first day is not counted (Civil Code 2015, articles 147 and 148).
page-why-redated = The due date first shown was { $notified }. The working calendar or the rules changed later, so it is now { $due }.
page-why-kept = Counted by the calendar as it is now it would be { $computed }; the due date shown, { $due }, is kept.
page-why-all-rules = See all deadline rules
page-why-all-days = See the working calendar
page-day-start = The day it started
page-day-working = Working day
page-day-worked-saturday = Saturday worked for { $day }
page-day-weekend = Weekend
page-day-off = Day off: { $name }
page-day-swapped = Off by exchange, worked on { $day }
page-day-plain = Counted in days, days off included

## When a page cannot be shown
page-lost-title = This page was not found
page-unknown-title = We do not know who you are
page-forbidden-title = The request was blocked
page-busy-title = The system is busy
page-broken-title = Something is wrong with the system
page-refused-title = This was not carried out
page-way-home = To the first page
page-way-choose = Act as someone else

## Failures the service reports
page-problem-other = The system did not take this (code { $code }). Check it and send it again.
page-problem-token-missing = It is not clear who you are. In a demo, choose whom to act as; a connected system sends an access token.
page-problem-token-unknown = This access token is wrong, has expired or was revoked. Ask the administrator for a new one.
page-problem-request-too-slow = The request took too long and was stopped. Send the very same request with the same key to learn the outcome.
page-problem-cross-site = The request came from another site and was blocked. Open this page itself and try again.
page-problem-method-not-allowed = This address does not take that method.
page-problem-body-too-large = The body is larger than 256 KiB. Send it in parts.
page-problem-content-type-wrong = The body must be JSON (Content-Type: application/json).
page-problem-request-malformed = The request could not be read. Go back and try again.
page-problem-query-malformed = A parameter of the address cannot be read or is not known.
page-problem-idempotency-key-missing = The Idempotency-Key header is missing; every request needs a key of its own.
page-problem-idempotency-key-malformed = An Idempotency-Key has 1 to 200 ASCII characters and no spaces.
page-problem-if-match-malformed = If-Match must be an ETag you got, in quotes, for example "7.1042", or an asterisk (*).
page-problem-utf8-invalid = The body is not UTF-8 text.
page-problem-json-malformed = The body is not well-formed JSON.
page-problem-member-unknown = A member is not known. Leave it out or mend its name.
page-problem-member-missing = A required member is missing.
page-problem-member-twice = A member is given twice.
page-problem-member-choice-unknown = This value is not among the choices.
page-problem-member-type-wrong = This member has the wrong type.
page-problem-date-unreadable = Enter a day such as 05/03/2026 or 2026-03-05.
page-problem-pack-unknown = There is no rule pack with this code.
page-problem-duty-unknown = There is no duty with this code.

# Forms
page-form-wrong-title = Some things need to be put right
page-form-wrong-window = Error: { $title }
