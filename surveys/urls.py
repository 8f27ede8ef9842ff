from django.urls import path

from surveys.views import answering

app_name = "surveys"

urlpatterns = [path("surveys/<int:pk>/", answering.answer, name="answer")]
