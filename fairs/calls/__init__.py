"""The call for applications to a fair: by what they are judged, and what stands in one when it is read."""
