# The words of the pages on which a record is entered: my tasks, the sections, check and submit, receipt, changes.

## My tasks
page-entry-home-title = My tasks
page-entry-home-left = { $left } of { $of } required sections are not complete
page-entry-home-progress = { $done } of { $of } required sections are complete. The others only if they apply to you.
page-entry-home-unsaved = There is a draft that is not saved to the record
page-entry-home-returned = The record was returned: { $n } to mend
page-entry-home-ready = Everything is there. Check it and submit.
page-entry-home-handed-in = The record was submitted and is being checked
page-entry-home-complete = Your record is complete
page-entry-home-complete-do = If something changes, report it within the term, by one of the ways below.
page-entry-home-last-check = Last checked: { $at }.
page-entry-go-on = Continue the record
page-entry-go-mend = Mend what was returned
page-entry-waiting-title = Submitted, waiting for the check
page-entry-waiting-line = Submitted on { $day }: to be checked by the unit, { $due }.
page-entry-to-receipt = See the receipt
page-entry-ways-title = I have just had a change
page-entry-ways-other = Not a new change:

## The sections
page-entry-tasks-title = Enter the record
page-entry-tasks-lead = In any order. What you save is there when you come back; submit when everything is there.
page-entry-tasks-lead-check = The record is waiting for the check and cannot be changed now. To mend it, withdraw it on the receipt's page.
page-entry-tasks-lead-kept = The record was checked. Mend here what was returned; report anything new as a change.
page-entry-if-any = (if it applies)
page-entry-stands-returned = Returned: { $n }
page-entry-stands-untouched = Not started
page-entry-stands-missing = { $n } missing
page-entry-stands-unsaved = Draft not saved
page-entry-stands-typed = Entered
page-entry-stands-nothing = Not stated
page-entry-stands-waiting = Waiting for the check
page-entry-stands-checked = Checked
page-entry-to-tasks = See all sections
page-entry-to-answers = Check and submit
page-entry-for = You are entering for { $name }, from the paper dossier. The record says that you did.

## One section
page-entry-piece = Page { $n } of { $of } of this section
page-entry-piece-before = Previous page
page-entry-piece-after = Next page
page-entry-save = Save and continue
page-entry-keep = Keep as a draft
page-entry-drop = Drop the draft
page-entry-kept = Draft kept at { $at }.
page-entry-draft-shown = This is the draft kept at { $at }; it is not in the record yet. Press “Save” to put it there.
page-entry-section-done = Done with this section
page-entry-done-saved = Saved to the record.
page-entry-done-kept = Kept as a draft that only you see; go back to the section to continue.
page-entry-done-dropped = The draft was dropped. This is what the record holds.
page-entry-done-row-gone = The row was taken out.
page-entry-done-withdrawn = The submission was withdrawn. The unit no longer checks it.
page-entry-locked-check = What follows is waiting for the check and cannot be changed now. To mend it, withdraw it on the receipt's page.
page-entry-locked-kept = What follows is not changed directly. If something is different, report a change:
page-entry-by-agency = Entered by the managing unit, on a decision
page-entry-by-system = Filled in by the service
page-entry-not-there = Not there yet:
page-entry-file-how = Not there yet. Take a picture with your phone or choose a file on the page “Papers”.
page-entry-file-there = It is in the record.
page-entry-file-act = Hand in or see the picture
page-entry-changed-meanwhile = { $who } recorded something here at { $at }. What you typed is still below; look it through and press “Save” again to write over it.

## Rows of a table
page-entry-rows-min = At least { $n } rows are needed.
page-entry-rows-none = There is no row yet.
page-entry-row-span = { $from } – { $to }
page-entry-row-since = since { $from }
page-entry-row-open = Change
page-entry-row-unsaved = A row being entered
page-entry-row-new-title = Add a row: { $table }
page-entry-row-change-title = Change the row: { $table }
page-entry-row-remove = Take this row out
page-entry-save-row = Save this row
page-entry-save-row-more = Save and add another

## Check and submit
page-entry-answers-title = Check and submit the record
page-entry-answers-lead = Look through everything. Where something is not right, press “Change” beside it.
page-entry-answers-lead-again = What follows was not submitted yet. Look it through and submit it for the check.
page-entry-answers-nothing = There is nothing to submit.
page-entry-answers-unsaved = There is a draft that was not saved and will not be submitted. Open the section and save it or drop it:
page-entry-missing-title = { $n } to enter before you can submit
page-entry-nothing-said = Not stated.
page-entry-change-this = Change
page-entry-declaration-title = Declare and submit
page-entry-declaration = I declare that what is entered above is true and agrees with the original dossier, and I answer for it.
page-entry-declaration-for = I confirm that I entered this as the paper dossier of { $name } says.
page-entry-declare-first = Tick the declaration, then submit.
page-entry-submit = Submit the record
page-entry-submit-then = You then get a receipt with its number and the day by which the unit must have checked it.

## Receipt
page-entry-receipt-title = Receipt
page-entry-receipt-number = Receipt number
page-entry-receipt-at = Submitted at
page-entry-receipt-by = Submitted by
page-entry-receipt-kind = What was submitted
page-entry-receipt-holds = Holds
page-entry-receipt-fields = { $n } entries: { $fields }
page-entry-kind-record = The record
page-entry-kind-change = A change
page-entry-kind-late = An old fact, added
page-entry-kind-correction = A request for correction
page-entry-receipt-waits = Submitted, waiting for the check.
page-entry-receipt-checked = Checked and stored at { $at }.
page-entry-receipt-returned = Returned at { $at }. Read the reason at each entry, mend it and submit again.
page-entry-receipt-withdrawn = Withdrawn at { $at }.
page-entry-receipt-due-title = Term of the check
page-entry-receipt-due = The unit must have checked it before 24:00 on { $weekday }, { $day }.
page-entry-receipt-next-title = What happens next
page-entry-receipt-next-1 = The managing unit compares every entry with the paper dossier. You need do nothing.
page-entry-receipt-next-2 = What matches is stored. What does not comes back with a reason, and you have a term of your own to mend it.
page-entry-receipt-next-3 = This page tells the outcome; open it again at any time.
page-entry-receipt-print = For a paper copy use the browser's Print command; it can also save a PDF.
page-entry-to-dossier = See the dossier

## Withdraw
page-entry-withdraw-title = Withdraw this submission
page-entry-withdraw-lead = Only while the unit has not checked it. Your own term runs on as if nothing was submitted; the withdrawal and its reason are recorded.
page-entry-withdraw-hint = For example: I found a wrong date of issue and want to mend it.
page-entry-withdraw = Withdraw
page-entry-withdraw-not = Do not withdraw

## Changes, late entries, corrections
page-entry-change-title = Report a change
page-entry-change-lead = What has just become different: what it is now, since which day, on which paper. What it was before stays in the history.
page-entry-change-when = when something has just changed
page-entry-change-not-yet = The first record is still being entered, so no change need be reported: mend it in its section.
page-entry-late-title = Add an old fact
page-entry-late-lead = Something of the past that the record never had, such as a course or a reward of years ago.
page-entry-late-when = when the record lacks something of the past
page-entry-correction-title = Ask for a correction
page-entry-correction-lead = The record says what was never so, such as a mistyped date or school. Say what is right, and why.
page-entry-correction-when = when the record was wrong from the beginning
page-entry-other-ways = Not what you need?
page-entry-choose-usual = Usual changes
page-entry-choose-title = Choose what
page-entry-choose-nothing = Nothing is chosen. Open a section, tick what it is about and press “Continue”.
page-entry-choose-go = Continue
page-entry-choose-new-row = A new row: { $table }
page-entry-choose-row = { $table }: { $row }
page-entry-topic-residence = Residence
page-entry-topic-contact = Phone, email
page-entry-topic-marriage = Marriage, divorce
page-entry-topic-child = A child, a relative
page-entry-topic-degree = A new degree
page-entry-topic-training = A certificate, a course
page-entry-topic-card = A new identity card
page-entry-topic-other = Something else
page-entry-since = In effect since
page-entry-since-late = It was so since
page-entry-since-hint = The day on the paper: day, month and year.
page-entry-received = The paper reached me on (optional)
page-entry-received-hint = Only when it reached you after the day it took effect: your term is counted from then.
page-entry-paper-title = The paper it rests on
page-entry-paper-lead = As the paper writes it; the unit compares with it.
page-entry-paper-if-any = If there is a paper, fill in all three; if not, leave all three empty.
page-entry-paper-number = Number and symbol
page-entry-paper-number-hint = For example 123/GCN-KH.
page-entry-paper-day = Signed on
page-entry-paper-issuer = Issued by
page-entry-paper-issuer-hint = For example Ủy ban nhân dân xã Đức Hòa.
page-entry-reason-late = Why it is added only now
page-entry-reason-error = Why what is recorded is wrong
page-entry-reason-hint = Briefly, at most 500 characters.
page-entry-declare-send = Send for the check
