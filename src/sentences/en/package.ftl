# The page in a package that is read in a browser.
page-package-doc-title = Package of { $name }’s dossier
page-package-doc-lead = This page tells every fact of one dossier as the sending unit recorded it. It is for reading; the proof is in the files beside it, signed by the sender.
page-package-doc-sender = Managing unit at the sender
page-package-doc-made-at = Made at
page-package-doc-dossier = Dossier
page-package-doc-facts-n = Facts
page-package-doc-scans-n = Scans
page-package-doc-origin = The sender’s log
page-package-doc-log-size = Facts in the log when it was signed
page-package-doc-check = How to check it
page-package-doc-check-how = Check the package on any machine, without a network:
page-package-doc-check-file = FILE
page-package-doc-check-key = KEY
page-package-doc-check-key-from = Get the public key from the sender directly, by letter or an official channel. The key in the package does not prove who sent it.
page-package-doc-facts = Facts, in the order they were recorded
page-package-doc-effective-on = true from
page-package-doc-newer = a kind of fact newer than the program that made this page; kept word for word below.
page-package-doc-position = place in the log
page-package-doc-paper = Ground:
page-package-doc-reason = Reason:
page-package-doc-scan = Scan:
page-package-doc-field = Field
page-package-doc-value = Value
page-package-doc-none = (nothing)

# The page that hands a dossier out as a package.
page-package-link = Package
page-package-title = Make a package
page-package-lead = A package is one file that holds the whole dossier, signed by the sender. Whoever gets it can check it without this system.
page-package-holds-facts = Every fact of the dossier, word for word, with the proof that the log holds it.
page-package-holds-scans = The scans that were handed in, and the catalogue that the dossier is read by.
page-package-holds-page = A page that any browser can show.
page-package-written-down = Each package is written down among those who looked into the dossier. The person can read that list.
page-package-get = Download the package
page-package-key-title = Public key
page-package-key-lead = Send this key to the receiver by letter or an official channel, apart from the package. They need it to know who made the package.
page-package-no-key = This server has no key to sign with, so it makes no packages. Ask the administrator.
