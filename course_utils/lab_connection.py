"""The connection between JupyterLab and a kernel, as `course lab` sets it up: widgets that move need it prompt."""
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """A connection that sends each message to the browser at once.

    Usually the system holds small messages back until the browser has confirmed the one before, which it does 40 ms later, on
    Windows up to 200: an answer in several messages then takes that long, and no widget reaches 20 pictures a second.
    """

    def connect(self):
        """Return what the usual connection returns."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
