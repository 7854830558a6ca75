"""Double entry for hours, points and money: pure rules and chain, and the book on MongoDB that services post to.

`rules` decides what an entry does to its accounts, `chain` what makes a changed past show; neither knows a database.
`collections` says where a service keeps its book, `book` posts and reads, `proof` recomputes everything.
"""
