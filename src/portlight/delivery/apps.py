from django.apps import AppConfig


class Delivery(AppConfig):
    name = "portlight.delivery"
    label = "delivery"
