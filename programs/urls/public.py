from django.urls import path

from programs.views import public

urlpatterns = [
    path("programs/", public.program_list, name="program_list"),
    path("programs/<slug:program>/<slug:cycle>/", public.cycle_public, name="cycle_public"),
]
