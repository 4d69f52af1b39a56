from django.urls import path

from ..views import resolutions, tasks

urlpatterns = [
    path("<uuid:pk>/beschluesse/", resolutions.resolution_list, name="resolution-list"),
    path("<uuid:pk>/beschluesse/neu/", resolutions.resolution_create, name="resolution-create"),
    path("beschluesse/<uuid:pk>/", resolutions.resolution_detail, name="resolution-detail"),
    path("beschluesse/<uuid:pk>/bearbeiten/", resolutions.resolution_update, name="resolution-update"),
    path("beschluesse/<uuid:pk>/antwort/", resolutions.resolution_answer, name="resolution-answer"),
    path("beschluesse/<uuid:pk>/stationen/neu/", resolutions.passage_create, name="passage-create"),
    path("<uuid:pk>/aufgaben/", tasks.task_list, name="task-list"),
    path("<uuid:pk>/aufgaben/neu/", tasks.task_create, name="task-create"),
    path("aufgaben/<uuid:pk>/", tasks.task_update, name="task-update"),
    path("aufgaben/<uuid:pk>/erledigt/", tasks.task_done, name="task-done"),
]
