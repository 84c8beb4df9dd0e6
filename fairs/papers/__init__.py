"""What is printed for a fair, from the same booths that the site shows: placards, cards, signs, lists, catalogue.

Papers are in both languages, Vietnamese first, whatever language they are asked for in.
"""
