from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.coordinator.assignors.range import RangePartitionAssignor


class Orders:
    servers = ["a:9092", "b:9092"]

    async def run(self, settings):
        self.consumer = AIOKafkaConsumer(
            "orders",
            bootstrap_servers=self.servers,
            group_id="shipping",
            partition_assignment_strategy=[RangePartitionAssignor],
            enable_auto_commit=False,
            auto_offset_reset="earliest",
        )
        async with AIOKafkaProducer(acks="all", **settings) as producer:
            await producer.send_and_wait("shipments", b"x")
