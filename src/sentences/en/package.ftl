# The page in a package that is read in a browser.
package-title = Package of { $name }’s dossier
package-lead = This page tells every fact of one dossier as the sending unit recorded it. It is for reading; the proof is in the files beside it, signed by the sender.
package-sender = Managing unit at the sender
package-made-at = Made at
package-dossier = Dossier
package-facts-n = Facts
package-scans-n = Scans
package-origin = The sender’s log
package-log-size = Facts in the log when it was signed
package-check = How to check it
package-check-how = Check the package on any machine, without a network:
package-check-file = FILE
package-check-key = KEY
package-check-key-from = Get the public key from the sender directly, by letter or an official channel. The key in the package does not prove who sent it.
package-facts = Facts, in the order they were recorded
package-effective-on = true from
package-newer = a kind of fact newer than the program that made this page; kept word for word below.
package-position = place in the log
package-paper = Ground:
package-reason = Reason:
package-scan = Scan:
package-field = Field
package-value = Value
package-none = (nothing)

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
