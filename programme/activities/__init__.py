"""What schemes do: classes, courses, assessments, machines, fairs paid for, information work; and who took part."""
