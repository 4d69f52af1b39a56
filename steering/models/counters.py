from django.db import models


class Counter(models.Model):
    """The last number given below a consultation, a body or a field; also to rows the next writer may not read."""

    key = models.UUIDField()
    what = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["key", "what"], name="counter_once")]

    def __str__(self):
        return f"{self.what} {self.last}"
