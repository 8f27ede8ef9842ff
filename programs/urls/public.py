from django.urls import path

from programs.views import public, published_results, quotes

urlpatterns = [
    path("programs/", public.program_list, name="program_list"),
    path("programs/<slug:program>/<slug:cycle>/", public.cycle_public, name="cycle_public"),
    path(
        "programs/<slug:program>/<slug:cycle>/results/", published_results.results, name="results"
    ),
    path("programs/<slug:program>/<slug:cycle>/quote/", quotes.quote, name="quote"),
    path(
        "programs/<slug:program>/<slug:cycle>/quote/withdraw/",
        quotes.quote_withdraw,
        name="quote_withdraw",
    ),
]
