"""Addresses of pairing: the board for organizers, the pair's own pages for the two people."""

from pairing.urls import board, pairs

app_name = "pairing"

urlpatterns = [*board.urlpatterns, *pairs.urlpatterns]
